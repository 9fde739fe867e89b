/** Which runs have a column. */
import type { ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';

export const MAX_COLUMNS = 4;

/**
 * @param wanted ids as the user arranged them; null takes those that stand there by default
 * @param byDefault the newest run of each model, Popularity last, where a view has no other idea
 * @returns at most `most` runs; those that were removed meanwhile are left out
 */
export function chosenRuns(
  runs: readonly Run[],
  wanted: readonly string[] | null,
  byDefault: (runs: readonly Run[]) => Run[] = newestOfEach,
  most = MAX_COLUMNS,
): Run[] {
  const kept = (wanted ?? []).flatMap((id) => runs.find((run) => run.id === id) ?? []);
  return (kept.length > 0 ? kept : byDefault(runs)).slice(0, most);
}

function newestOfEach(runs: readonly Run[]): Run[] {
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
  return [...neural.slice(0, MAX_COLUMNS - 1), ...(popularity ? [popularity] : []), ...fallback];
}

/** Whether the worker holds something of the run that can be asked for a list. */
export function hasWeights(run: Run): boolean {
  return run.neural ? run.progress !== null || run.finished !== null : run.finished !== null;
}
