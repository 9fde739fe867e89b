/** Which runs answer somebody new; Random has nothing to say. */
import type { ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { hasWeights } from '../chosenRuns';

/** One of each model, all at once. */
export const MOST_ANSWERS = 8;

export function yourRuns(runs: readonly Run[]): Run[] {
  return runs.filter((run) => run.request.model !== 'random' && hasWeights(run) && run.status !== 'failed');
}

/** Of each model the newest: neural ones first, Popularity last. @param runs that can be asked */
export function oneOfEach(runs: readonly Run[]): Run[] {
  const newest = new Map<ModelId, Run>();
  for (const run of runs) newest.set(run.request.model, run);
  const rank = (run: Run) => (run.neural ? 0 : run.request.model === 'popularity' ? 2 : 1);
  return [...newest.values()].sort((a, b) => rank(a) - rank(b));
}
