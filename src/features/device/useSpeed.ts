import { useRuns } from '@/state/runs';
import { isWorking } from '@/state/runTypes';

/** Samples a second of the active run as last measured; null when nothing trains. */
export function useSpeed(): number | null {
  return useRuns((state) => {
    const active = state.runs.find((run) => run.id === state.activeRunId);
    return active && isWorking(active.status) ? (active.speeds[active.speeds.length - 1] ?? null) : null;
  });
}
