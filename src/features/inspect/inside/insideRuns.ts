/** Which runs can be looked into. */
import { isOnData, type Run } from '@/state/runTypes';
import { hasWeights } from '../chosenRuns';

/** Neural runs on a data set that have parameters, newest first. */
export function insideRuns(runs: readonly Run[], datasetKey: string): Run[] {
  return runs
    .filter((run) => run.neural && isOnData(run, datasetKey) && hasWeights(run) && run.status !== 'failed')
    .toReversed();
}

/** Changes at the end of each epoch, and when the run goes back to its best one. */
export function epochOf(run: Run): string {
  return `${run.id} ${run.history.length} ${run.finished !== null}`;
}
