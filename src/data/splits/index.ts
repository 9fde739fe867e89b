/** The ways to split. To add one: a file beside this one, its name in `SplitKind`, and a line here. */
import type { SplitKind } from '../types';
import { leaveOneOut } from './leaveOneOut';
import { randomSplit } from './randomSplit';
import type { Split } from './split';
import { temporalUserSplit } from './temporalUserSplit';

export const SPLITS: Record<SplitKind, Split> = {
  'temporal-user': temporalUserSplit,
  random: randomSplit,
  'leave-one-out': leaveOneOut,
} as Record<SplitKind, Split>;
