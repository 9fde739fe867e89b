/** The ways to split. To add one: a file beside this one, its name in `SPLIT_KINDS`, and a line here. */
import { type InteractionTable, SPLIT_KINDS, type SplitKind } from '../types';
import { givenSplit } from './givenSplit';
import { globalTimeSplit } from './globalTimeSplit';
import { leaveOneOut } from './leaveOneOut';
import { randomSplit } from './randomSplit';
import { randomUserSplit } from './randomUserSplit';
import type { Split } from './split';
import { temporalUserSplit } from './temporalUserSplit';

export const SPLITS: Record<SplitKind, Split> = {
  'temporal-user': temporalUserSplit,
  'leave-one-out': leaveOneOut,
  random: randomSplit,
  'random-user': randomUserSplit,
  'global-time': globalTimeSplit,
  given: givenSplit,
};

/** Whether it is known what came before what: the SASRec authors' file has no times, but is in time order. */
export function isInOrder({ timestamps, layout }: Pick<InteractionTable, 'timestamps' | 'layout'>): boolean {
  return timestamps !== null || layout === 'sasrec';
}

/** The splits that a table allows: some need times, one needs files that are a split. */
export function possibleSplits({
  timestamps,
  givenParts,
}: Pick<InteractionTable, 'timestamps' | 'givenParts'>): SplitKind[] {
  return SPLIT_KINDS.filter(
    (kind) => (timestamps !== null || !SPLITS[kind].needsTimestamps) && (givenParts !== null || kind !== 'given'),
  );
}
