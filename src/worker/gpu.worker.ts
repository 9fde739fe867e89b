/** The GPU worker: training and everything else that runs on the device. */
import * as Comlink from 'comlink';
import { GpuHost } from './gpuHost';

Comlink.expose(new GpuHost());
