/** Which runs answer somebody new: of each model the newest that can be asked; Random has nothing to say. */
import type { ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { hasWeights } from '../chosenRuns';

export function yourRuns(runs: readonly Run[]): Run[] {
  const newest = new Map<ModelId, Run>();
  for (const run of runs) {
    const { model } = run.request;
    if (model !== 'random' && hasWeights(run) && run.status !== 'failed') newest.set(model, run);
  }
  const found = [...newest.values()];
  const rank = (run: Run) => (run.neural ? 0 : run.request.model === 'popularity' ? 2 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}
