/** What the page asks of the benchmark worker. Types only. */
import type { BenchmarkReport, BenchmarkRequest, BenchmarkStage } from '@/benchmark/types';
import type { Outcome } from './protocol';

export interface BenchmarkService {
  run(request: BenchmarkRequest, onStage: (stage: BenchmarkStage) => void): Promise<Outcome<BenchmarkReport>>;
}
