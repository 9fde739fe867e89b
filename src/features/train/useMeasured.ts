import { useRef } from 'react';
import type { Run } from '@/state/runTypes';

/** The same runs until one of them has a new measure or another state: for charts of what epochs end with. */
export function useMeasured(runs: Run[]): Run[] {
  const signature = runs
    .map((run) => [run.id, run.history.length, run.status, run.hidden, run.finished?.bestEpoch].join())
    .join(';');
  const kept = useRef({ signature, runs });
  if (kept.current.signature !== signature) {
    kept.current = { signature, runs };
  }
  return kept.current.runs;
}
