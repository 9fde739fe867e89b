/** The benchmark worker: has a device of its own, and ends with the benchmark. */
import * as Comlink from 'comlink';
import { benchmark } from '@/benchmark/benchmark';
import { outcome } from './outcome';
import type { BenchmarkService } from './protocolBenchmark';

Comlink.expose({
  run: (request, onStage) => outcome(() => benchmark(request, onStage)),
} satisfies BenchmarkService);
