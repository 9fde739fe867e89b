/** What a run would show somebody with a history of one's own, and how that changed with the last change of it. */
import { useState } from 'react';
import type { ErrorData } from '@/lib/errors';
import type { Run } from '@/state/runTypes';
import { unwrap, useAnswer } from '@/state/useAnswer';
import type { MadeUpList } from '@/worker/protocol';
import { hasWeights } from '../chosenRuns';

export interface MadeUpAnswer extends MadeUpList {
  runId: string;
  /** whose list it is, as it was asked about */
  history: readonly number[];
  /** from the question to the answer on the page, ms */
  waitedMs: number;
}

export interface MadeUp {
  answer: MadeUpAnswer | null;
  /** item indices of the answer before, of another history; null for the first */
  before: number[] | null;
  error: ErrorData | null;
  asking: boolean;
  /** what is shown answers the history as it is now */
  isCurrent: boolean;
  canBeAsked: boolean;
}

/** @param history oldest first; an empty one is not asked about */
export function useMadeUpList(run: Run, history: readonly number[], k: number): MadeUp {
  const epoch = run.history[run.history.length - 1]?.epoch ?? 0;
  const key = `${run.id} ${epoch} ${run.finished !== null} ${k} ${history.join(' ')}`;
  const canBeAsked = hasWeights(run) && run.status !== 'failed';
  const { value, error, asking } = useAnswer(
    canBeAsked && history.length > 0
      ? async (client): Promise<MadeUpAnswer> => {
          const asked = performance.now();
          const answer = unwrap(await client.recommendTo(run.id, [...history], k));
          return { ...answer, runId: run.id, history, waitedMs: performance.now() - asked };
        }
      : null,
    [key, canBeAsked],
  );
  const [shown, setShown] = useState<{ runId: string; answer: MadeUpAnswer; before: number[] | null } | null>(null);
  // Lists of two runs are not a change of one.
  const earlier = shown?.runId === run.id ? shown : null;
  if (history.length > 0 && value?.runId === run.id && value !== shown?.answer) {
    setShown({
      runId: run.id,
      answer: value,
      before: earlier?.answer.list.map(({ itemIndex }) => itemIndex) ?? null,
    });
  }
  if (history.length === 0 && shown !== null) setShown(null);
  return {
    answer: earlier?.answer ?? null,
    before: earlier?.before ?? null,
    error,
    asking,
    isCurrent: error !== null ? !asking : earlier?.answer.history === history,
    canBeAsked,
  };
}
