/**
 * "Does this user know this item?", asked millions of times an epoch: a bitset where it fits, else binary search in
 * sorted rows.
 */
import { numRowsOf, type RowLists, rowOf } from '@/lib/csr';

/** Bitsets up to this size are worth their memory: ML-1M needs 3 MB, ML-25M would need 1.2 GB. */
const MAX_BITSET_BYTES = 64 * 2 ** 20;

/** The known positives of every user. */
export interface Positives {
  numUsers: number;
  numItems: number;
  has(user: number, item: number): boolean;
  /** different items that the user knows */
  count(user: number): number;
  /** the user's items, ascending, each once */
  sorted(user: number): Int32Array;
}

/**
 * Collects the known positives from one or more lists of the same users; duplicates count once.
 * @param maxBitsetBytes above this, membership is a binary search (for tests)
 */
export function collectPositives(
  numItems: number,
  parts: RowLists[],
  maxBitsetBytes: number = MAX_BITSET_BYTES,
): Positives {
  const numUsers = numRowsOf(parts[0]);
  const { offsets, items } = sortedRows(numUsers, parts);
  const sorted = (user: number) => items.subarray(offsets[user], offsets[user + 1]);
  const count = (user: number) => offsets[user + 1] - offsets[user];
  const shared = { numUsers, numItems, count, sorted };

  const wordsPerUser = (numItems + 31) >>> 5;
  if (numUsers * wordsPerUser * 4 > maxBitsetBytes) {
    return {
      ...shared,
      has(user, item) {
        let low = offsets[user];
        let high = offsets[user + 1] - 1;
        while (low <= high) {
          const middle = (low + high) >>> 1;
          if (items[middle] === item) return true;
          if (items[middle] < item) low = middle + 1;
          else high = middle - 1;
        }
        return false;
      },
    };
  }

  const bits = new Uint32Array(numUsers * wordsPerUser);
  for (let user = 0; user < numUsers; user++) {
    for (const item of sorted(user)) bits[user * wordsPerUser + (item >>> 5)] |= 1 << (item & 31);
  }
  return {
    ...shared,
    has: (user, item) => ((bits[user * wordsPerUser + (item >>> 5)] >>> (item & 31)) & 1) === 1,
  };
}

function sortedRows(numUsers: number, parts: RowLists[]): RowLists {
  const capacity = parts.reduce((sum, part) => sum + part.items.length, 0);
  const offsets = new Int32Array(numUsers + 1);
  const items = new Int32Array(capacity);
  let end = 0;
  for (let user = 0; user < numUsers; user++) {
    const start = end;
    for (const part of parts) {
      const row = rowOf(part, user);
      items.set(row, end);
      end += row.length;
    }
    items.subarray(start, end).sort();
    let kept = start;
    for (let i = start; i < end; i++) {
      if (i === start || items[i] !== items[kept - 1]) items[kept++] = items[i];
    }
    end = kept;
    offsets[user + 1] = end;
  }
  return { offsets, items: items.slice(0, end) };
}
