/** Where each held-out item of each watched user stood in each state that was kept. */

import { toCsv } from '@/components/toCsv';
import type { Item } from '@/data/types';
import type { Run } from '@/state/runTypes';
import type { RunSnapshots } from '@/train/snapshots/types';
import { bestRecord } from '../../train/curves';
import { userState } from './readSnapshots';

export interface Past {
  run: Run;
  snapshots: RunSnapshots;
}

/** The epoch that is kept; null before there is one. */
export function bestEpochOf(run: Run): number | null {
  return run.finished?.bestEpoch ?? bestRecord(run)?.epoch ?? null;
}

/** @param userIdOf what the file calls a user */
export function ranksCsv(pasts: readonly Past[], items: readonly Item[], userIdOf: (user: number) => string): string {
  const rows = pasts.flatMap(({ run, snapshots }) =>
    snapshots.epochs.flatMap((snapshot) =>
      snapshots.users.flatMap(({ userIndex }) => {
        const ranks = userState(snapshots, snapshot, userIndex)?.ranks ?? new Map<number, number>();
        const isBest = Number(snapshot.epoch === bestEpochOf(run));
        return [...ranks].map(([item, rank]) => [
          run.label,
          snapshot.epoch,
          isBest,
          userIdOf(userIndex),
          items[item].id,
          items[item].title,
          rank,
        ]);
      }),
    ),
  );
  return toCsv(['run', 'epoch', 'is_best', 'user', 'item', 'title', 'rank'], rows);
}
