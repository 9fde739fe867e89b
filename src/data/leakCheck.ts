/** Looks at a finished split for what must not be in it, without trusting how it was made. */
import { numRowsOf, rowOf } from '@/lib/csr';
import type { LeakCheck, PreparedDataset } from './types';

type Parts = Pick<PreparedDataset, 'train' | 'valid' | 'test' | 'times'>;

/**
 * @param inTimeOrder whether the split promises that no test interaction is older than a training one of its user
 *   (equal times are no leak: MovieLens users rate many films within a second)
 */
export function checkLeaks(parts: Parts, numItems: number, inTimeOrder: boolean): LeakCheck {
  return {
    pairsInTwoParts: countPairsInTwoParts(parts, numItems),
    testOlderThanTrain: inTimeOrder ? countTestOlderThanTrain(parts) : null,
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

function countTestOlderThanTrain({ train, test, times }: Parts): number | null {
  if (!times) return null;
  let count = 0;
  for (let user = 0; user < numRowsOf(train); user++) {
    let latest = Number.NEGATIVE_INFINITY;
    for (let k = train.offsets[user]; k < train.offsets[user + 1]; k++) latest = Math.max(latest, times.train[k]);
    for (let k = test.offsets[user]; k < test.offsets[user + 1]; k++) if (times.test[k] < latest) count++;
  }
  return count;
}
