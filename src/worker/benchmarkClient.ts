/** The page's side of the benchmark worker. */
import * as Comlink from 'comlink';
import type { BenchmarkService } from './protocolBenchmark';

export interface BenchmarkClient extends BenchmarkService {
  /** Ends the worker, whatever it does; an answer that is awaited never comes. */
  end(): void;
}

/** Starts the worker. */
export function createBenchmarkClient(): BenchmarkClient {
  const worker = new Worker(new URL('./benchmark.worker.ts', import.meta.url), { type: 'module', name: 'benchmark' });
  const host = Comlink.wrap<BenchmarkService>(worker);
  return {
    run: (request, onStage) => host.run(request, Comlink.proxy(onStage)),
    end: () => worker.terminate(),
  };
}
