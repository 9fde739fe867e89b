/** Which runs have attention to look at. */
import { isOnData, type Run } from '@/state/runTypes';
import { hasWeights, MAX_COLUMNS } from '../chosenRuns';

/** Runs of SASRec on a data set that can be asked, newest first. */
export function attentionRuns(runs: readonly Run[], datasetKey: string): Run[] {
  return runs
    .filter(
      (run) =>
        run.request.model === 'sasrec' && isOnData(run, datasetKey) && hasWeights(run) && run.status !== 'failed',
    )
    .toReversed();
}

/** Those that are shown: as chosen, or the newest. */
export function shownRuns(runs: readonly Run[], wanted: readonly string[] | null): Run[] {
  const found = (wanted ?? []).flatMap((id) => runs.find((run) => run.id === id) ?? []);
  return (found.length > 0 ? found : runs.slice(0, 1)).slice(0, MAX_COLUMNS);
}
