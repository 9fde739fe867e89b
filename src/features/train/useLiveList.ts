/** The top ten of one user for one run, asked for at the end of every epoch. */
import { useRef } from 'react';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import { type Movement, movements } from './movement';

export interface LiveList {
  /** epochs done when it was asked for; 0 is random weights */
  epoch: number;
  items: number[];
  movements: (Movement | null)[];
}

const LENGTH = 10;

/** @returns null until the run has begun and answered */
export function useLiveList(run: Run | null, userIndex: number): LiveList | null {
  const epoch = run?.history[run.history.length - 1]?.epoch ?? 0;
  // Before its first measure the model is not built, and cannot be asked.
  const hasBegun = run !== null && (run.progress !== null || run.finished !== null) && run.status !== 'failed';
  const whose = `${run?.id}/${userIndex}`;
  // A finished run has gone back to its best epoch, so its list is another one.
  const state = run?.finished === null ? epoch : (run?.finished.bestEpoch ?? epoch);
  const { value } = useAnswer(
    hasBegun
      ? async (client) => {
          const [list] = unwrap(await client.recommend(run.id, [userIndex], { k: LENGTH, excludeSeen: true }));
          return { whose, epoch: state, items: list.map(({ itemIndex }) => itemIndex) };
        }
      : null,
    [run?.id, hasBegun, state, run?.finished === null, userIndex],
  );
  const kept = useRef<{ whose: string; now: LiveList | null; before: LiveList | null }>({
    whose: '',
    now: null,
    before: null,
  });
  if (kept.current.whose !== whose) {
    kept.current = { whose, now: null, before: null };
  }
  if (value !== null && value.whose === whose && value.epoch !== kept.current.now?.epoch) {
    const before = kept.current.now;
    const now = { epoch: value.epoch, items: value.items, movements: movements(value.items, before?.items ?? null) };
    kept.current = { whose, now, before };
  }
  return kept.current.now;
}
