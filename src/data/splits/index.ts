/** The ways to split. To add one: a file beside this one, its name in `SPLIT_KINDS`, and a line here. */
import type { SplitKind } from '../types';
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
