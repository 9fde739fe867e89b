/** A user may have rated one item several times. One of them counts. */
import { rowListsFromPairs, rowOf } from '@/lib/csr';
import { atOnce, type Pieces } from '@/lib/pieces';
import type { DuplicatesPolicy, InteractionTable } from './types';

/** Rows that are looked at in one piece: a few hundredths of a second. */
const ROWS_PER_PIECE = 1 << 17;

/**
 * Row numbers to keep, ascending: of each (user, item) pair one row. `last` and `first` are by time, and of equal times
 * (or without times) by place in the file; `highest` is the best rating, and of equal ratings the last.
 */
export function oneOfEachPair(table: InteractionTable, policy: DuplicatesPolicy): Int32Array {
  return atOnce(pickOneOfEachPair(table, policy));
}

/** `oneOfEachPair` in pieces. */
export function* pickOneOfEachPair(table: InteractionTable, policy: DuplicatesPolicy): Pieces<Int32Array> {
  const { users, itemIndices, ratings, timestamps } = table;
  const numRows = users.length;
  const dropped = new Uint8Array(numRows);
  /** whether, of two rows of a pair, the one that comes first in the file also is the later in time */
  const isLater = (before: number, after: number) => timestamps !== null && timestamps[before] > timestamps[after];
  const keepsFirstInFile: Record<DuplicatesPolicy, (before: number, after: number) => boolean> = {
    last: isLater,
    first: (before, after) => timestamps === null || timestamps[before] <= timestamps[after],
    highest: (before, after) =>
      ratings[before] === ratings[after] ? isLater(before, after) : ratings[before] > ratings[after],
  };
  const keepsBefore = keepsFirstInFile[policy];
  yield* forEachRepeat(users, itemIndices, table.userIds.length, table.items.length, (before, after) => {
    const [kept, other] = keepsBefore(before, after) ? [before, after] : [after, before];
    dropped[other] = 1;
    return kept;
  });
  const kept = new Int32Array(numRows);
  let count = 0;
  for (let row = 0; row < numRows; row++) if (dropped[row] === 0) kept[count++] = row;
  return kept.subarray(0, count);
}

type Pairs = [users: Int32Array, items: Int32Array, numUsers: number, numItems: number];

/** How many rows repeat a (user, item) pair that an earlier row has. */
export function numDuplicatePairs(...pairs: Pairs): number {
  return atOnce(countDuplicatePairs(...pairs));
}

/** `numDuplicatePairs` in pieces. */
export function* countDuplicatePairs(...[users, items, numUsers, numItems]: Pairs): Pieces<number> {
  let count = 0;
  yield* forEachRepeat(users, items, numUsers, numItems, (_, later) => {
    count++;
    return later;
  });
  return count;
}

/** Calls `choose(earlierRow, laterRow)` for each repeated pair; what it returns stands for the pair from then on. */
function* forEachRepeat(
  users: Int32Array,
  items: Int32Array,
  numUsers: number,
  numItems: number,
  choose: (earlier: number, later: number) => number,
): Pieces<void> {
  const rowNumbers = new Int32Array(users.length);
  for (let row = 0; row < rowNumbers.length; row++) rowNumbers[row] = row;
  const rowsOfUsers = rowListsFromPairs(numUsers, users, rowNumbers);
  const seenBy = new Int32Array(numItems).fill(-1);
  const seenIn = new Int32Array(numItems);
  yield;
  let looked = 0;
  for (let user = 0; user < numUsers; user++) {
    const rows = rowOf(rowsOfUsers, user);
    for (const row of rows) {
      const item = items[row];
      seenIn[item] = seenBy[item] === user ? choose(seenIn[item], row) : row;
      seenBy[item] = user;
    }
    looked += rows.length;
    if (looked < ROWS_PER_PIECE) continue;
    looked = 0;
    yield;
  }
}
