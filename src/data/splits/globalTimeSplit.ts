import { nthSmallest } from '@/lib/nthSmallest';
import { wholeShare } from './heldOut';
import { ASIDE, type Split, type SplitInput, TEST, TRAIN, VALID } from './split';

/**
 * One moment for everyone: what happened at or after it is test, and of what lies before the latest `validationShare`
 * is validation, from one moment on as well. Nothing that a model trains on is younger than anything in test, which no
 * split by user can say (Ji et al., "A Critical Study on Data Leakage in Recommender System Offline Evaluation", TOIS
 * 2023). Users who only appear after training has ended are set aside: these models know nothing about them. Items
 * that only appear then stay in the catalogue, as in every split.
 */
export const globalTimeSplit: Split = {
  kind: 'global-time',
  needsTimestamps: true,
  timeOrder: 'everyone',
  assign(input, settings) {
    const { offsets, rows, timestamps } = input;
    const parts = new Uint8Array(rows.length);
    if (!timestamps) return parts;
    const { test, validation } = cutsOf(input, settings);
    for (let user = 0; user + 1 < offsets.length; user++) {
      const start = offsets[user];
      const end = offsets[user + 1];
      for (let k = start; k < end; k++) {
        const time = timestamps[rows[k]];
        parts[k] = time >= test ? TEST : time >= validation ? VALID : TRAIN;
      }
      // Oldest first: who does not begin with training has none.
      if (parts[start] !== TRAIN) parts.fill(ASIDE, start, end);
    }
    return parts;
  },
};

interface Cuts {
  /** test is what happened at or after this moment, seconds since 1970; Infinity if there is none */
  test: number;
  /** validation is what happened before `test` and at or after this moment */
  validation: number;
}

/**
 * The moments that divide these interactions. Without `cutTime` the test cut is the moment from which on `testShare`
 * of them happened; what happened in that very second is test as well, but never everything.
 */
export function cutsOf(
  { rows, timestamps }: Pick<SplitInput, 'rows' | 'timestamps'>,
  settings: { cutTime: number | null; testShare: number; validationShare: number },
): Cuts {
  const times = new Float64Array(timestamps ? rows.length : 0);
  if (timestamps) for (let k = 0; k < rows.length; k++) times[k] = timestamps[rows[k]];
  const test = settings.cutTime ?? momentOf(times, settings.testShare);
  const before = times.filter((time) => time < test);
  return { test, validation: Math.min(test, momentOf(before, settings.validationShare)) };
}

/** The moment from which on a share of the times lies, in any order; Infinity if the share is none of them. */
function momentOf(times: Float64Array, share: number): number {
  const count = wholeShare(times.length, share);
  if (count === 0) return Number.POSITIVE_INFINITY;
  const moment = nthSmallest(times, times.length - count);
  let first = Number.POSITIVE_INFINITY;
  for (const time of times) if (time < first) first = time;
  if (moment > first) return moment;
  let second = Number.POSITIVE_INFINITY;
  for (const time of times) if (time > first && time < second) second = time;
  return second;
}
