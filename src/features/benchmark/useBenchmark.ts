/** One benchmark at a time, in a worker that ends with it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { BenchmarkReport, BenchmarkRequest, BenchmarkStage } from '@/benchmark/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import { type BenchmarkClient, createBenchmarkClient } from '@/worker/benchmarkClient';

export interface BenchmarkState {
  /** null while nothing is measured */
  stage: BenchmarkStage | null;
  /** stages begun, of how many */
  done: number;
  total: number;
  report: BenchmarkReport | null;
  error: ErrorData | null;
}

const IDLE: BenchmarkState = { stage: null, done: 0, total: 0, report: null, error: null };

export function useBenchmark(): BenchmarkState & { start(request: BenchmarkRequest): void; cancel(): void } {
  const [state, setState] = useState(IDLE);
  const client = useRef<BenchmarkClient | null>(null);
  const end = useCallback(() => {
    client.current?.end();
    client.current = null;
  }, []);
  // Closing the dialog ends what runs.
  useEffect(() => end, [end]);
  return {
    ...state,
    start(request) {
      end();
      const mine = createBenchmarkClient();
      client.current = mine;
      const isCurrent = () => client.current === mine;
      // The device's rates, then two contenders for each model.
      setState({ ...IDLE, stage: { what: 'dense', model: null }, total: 2 + 2 * request.models.length });
      const onStage = (stage: BenchmarkStage) => {
        if (isCurrent()) setState((before) => ({ ...before, stage, done: before.done + 1 }));
      };
      mine
        .run(request, onStage)
        .catch((thrown) => ({ ok: false as const, error: toErrorData(thrown) }))
        .then((outcome) => {
          if (!isCurrent()) return;
          end();
          setState({ ...IDLE, ...(outcome.ok ? { report: outcome.value } : { error: outcome.error }) });
        });
    },
    cancel() {
      end();
      setState((before) => ({ ...IDLE, report: before.report }));
    },
  };
}
