/** Looks at a finished split for what must not be in it, without trusting how it was made. */
import { numRowsOf, type RowLists, rowOf } from '@/lib/csr';
import type { LeakCheck, PreparedDataset } from './types';

type Parts = Pick<PreparedDataset, 'train' | 'valid' | 'test' | 'times'>;

/** A part with its times. */
interface TimedPart {
  lists: RowLists;
  times: Float64Array;
}

/** @param ownOrder whether the split promises each user's training before validation before test */
export function checkLeaks(parts: Parts, numItems: number, ownOrder: boolean): LeakCheck {
  const { times } = parts;
  const timed = times && {
    train: { lists: parts.train, times: times.train },
    valid: { lists: parts.valid, times: times.valid },
    test: { lists: parts.test, times: times.test },
  };
  const promised = ownOrder ? timed : null;
  return {
    pairsInTwoParts: countPairsInTwoParts(parts, numItems),
    validOlderThanTrain: promised && countOlderOfSameUser(promised.valid, promised.train),
    testOlderThanTrain: promised && countOlderOfSameUser(promised.test, promised.train),
    testOlderThanValid: promised && countOlderOfSameUser(promised.test, promised.valid),
    testOlderThanAnyone: timed && countBefore(timed.test.times, latest(timed.train.times, timed.valid.times)),
  };
}

function countPairsInTwoParts({ train, valid, test }: Parts, numItems: number): number {
  const seenBy = new Int32Array(numItems).fill(-1);
  const seenIn = new Int8Array(numItems);
  let count = 0;
  for (let user = 0; user < numRowsOf(train); user++) {
    for (const [part, lists] of [train, valid, test].entries()) {
      for (const item of rowOf(lists, user)) {
        if (seenBy[item] === user && seenIn[item] !== part) count++;
        seenBy[item] = user;
        seenIn[item] = part;
      }
    }
  }
  return count;
}

/** How many of `later` are older than the latest of `earlier` of their user. */
function countOlderOfSameUser(later: TimedPart, earlier: TimedPart): number {
  let count = 0;
  for (let user = 0; user < numRowsOf(later.lists); user++) {
    count += countBefore(timesOf(later, user), latest(timesOf(earlier, user)));
  }
  return count;
}

function timesOf({ lists, times }: TimedPart, user: number): Float64Array {
  return times.subarray(lists.offsets[user], lists.offsets[user + 1]);
}

/** -Infinity where there are none. */
function latest(...times: Float64Array[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const some of times) for (const time of some) if (time > most) most = time;
  return most;
}

function countBefore(times: Float64Array, moment: number): number {
  let count = 0;
  for (const time of times) if (time < moment) count++;
  return count;
}
