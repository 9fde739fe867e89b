import { useRef } from 'react';
import { isWorking, type Run } from '@/state/runTypes';

/** The same runs until one of them has a new measure or another state: for charts of what epochs end with. */
export function useMeasured(runs: Run[]): Run[] {
  const signature = runs
    .map((run) => [run.id, run.history.length, phaseOf(run), run.hidden, run.finished?.bestEpoch].join())
    .join(';');
  const kept = useRef({ signature, runs });
  if (kept.current.signature !== signature) {
    kept.current = { signature, runs };
  }
  return kept.current.runs;
}

/** Between two measures a run goes back and forth between training and evaluating: that is no news. */
function phaseOf(run: Run): string {
  return isWorking(run.status) ? 'working' : run.status;
}
