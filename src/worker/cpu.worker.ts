/** The CPU worker: parsing, preparing, baselines. Apart from the GPU worker, so that neither waits for the other. */
import * as Comlink from 'comlink';
import { CpuHost } from './cpuHost';

Comlink.expose(new CpuHost());
