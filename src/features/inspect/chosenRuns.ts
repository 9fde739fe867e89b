/** Which runs have a column. */
import type { ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';

export const MAX_COLUMNS = 4;

/**
 * @param wanted ids as the user arranged them; null takes the newest run of each model, Popularity last
 * @returns at most MAX_COLUMNS runs; those that were removed meanwhile are left out
 */
export function chosenRuns(runs: readonly Run[], wanted: readonly string[] | null): Run[] {
  const kept = (wanted ?? []).flatMap((id) => runs.find((run) => run.id === id) ?? []);
  if (kept.length > 0) {
    return kept.slice(0, MAX_COLUMNS);
  }
  const newest = new Map<ModelId, Run>();
  for (const run of runs) {
    const before = newest.get(run.request.model);
    // A run with something to show goes before a newer one that waits or failed.
    if (before === undefined || hasWeights(run) || !hasWeights(before)) {
      newest.set(run.request.model, run);
    }
  }
  const neural = [...newest.values()].filter((run) => run.neural);
  const popularity = newest.get('popularity');
  const fallback = popularity === undefined && neural.length === 0 ? [...newest.values()] : [];
  return [...neural.slice(0, MAX_COLUMNS - 1), ...(popularity ? [popularity] : []), ...fallback].slice(0, MAX_COLUMNS);
}

/** Whether the worker holds something of the run that can be asked for a list. */
export function hasWeights(run: Run): boolean {
  return run.neural ? run.progress !== null || run.finished !== null : run.finished !== null;
}
