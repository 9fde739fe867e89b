/** What the workers kept of several runs: asked for again at the end of each epoch. */
import { FULL_RANKING } from '@/eval/protocol';
import type { Run } from '@/state/runTypes';
import { type Answer, unwrap, useAnswer } from '@/state/useAnswer';
import type { RunSnapshots } from '@/train/snapshots/types';
import type { UserState } from './readSnapshots';

/** Changes whenever a run may have another state to show. */
const versionOf = (run: Run) => `${run.id}/${run.progress !== null}/${run.history.length}/${run.finished !== null}`;

/** @returns by run; null for runs of which nothing was kept */
export function useSnapshots(runs: readonly Run[]): Answer<Map<string, RunSnapshots | null>> {
  return useAnswer(
    async (client) =>
      new Map(
        await Promise.all(
          runs.map(
            async (run): Promise<[string, RunSnapshots | null]> => [run.id, unwrap(await client.snapshots(run.id))],
          ),
        ),
      ),
    [runs.map(versionOf).join(' ')],
  );
}

/** The one state of a baseline, ranked as on validation. @param run null asks nothing */
export function useOnlyState(run: Run | null, userIndex: number): Answer<UserState> {
  return useAnswer(
    run?.finished
      ? async (client) => {
          const { list, relevant } = unwrap(await client.explainUser(run.id, userIndex, 'valid', FULL_RANKING));
          return {
            epoch: 0,
            list: list.slice(0, 10).map(({ itemIndex, score }) => ({ itemIndex, score })),
            ranks: new Map(relevant.map(({ itemIndex, rank }) => [itemIndex, rank])),
          };
        }
      : null,
    [run?.id, run?.finished === null, userIndex],
  );
}
