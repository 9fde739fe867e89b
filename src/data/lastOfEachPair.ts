/** A user may have rated one item twice. Only the last word counts. */
import { rowListsFromPairs, rowOf } from '@/lib/csr';
import type { InteractionTable } from './types';

/**
 * Row numbers to keep, ascending: of each (user, item) pair the row with the latest time, and of equal times (or
 * without times) the one that comes last in the file.
 */
export function lastOfEachPair(table: InteractionTable): Int32Array {
  const { users, itemIndices, timestamps } = table;
  const numRows = users.length;
  const dropped = new Uint8Array(numRows);
  forEachRepeat(users, itemIndices, table.userIds.length, table.items.length, (earlier, later) => {
    const keepEarlier = timestamps !== null && timestamps[earlier] > timestamps[later];
    dropped[keepEarlier ? later : earlier] = 1;
    return keepEarlier ? earlier : later;
  });
  const kept = new Int32Array(numRows);
  let count = 0;
  for (let row = 0; row < numRows; row++) if (dropped[row] === 0) kept[count++] = row;
  return kept.subarray(0, count);
}

/** How many rows repeat a (user, item) pair that an earlier row has. */
export function numDuplicatePairs(users: Int32Array, items: Int32Array, numUsers: number, numItems: number): number {
  let count = 0;
  forEachRepeat(users, items, numUsers, numItems, (_, later) => {
    count++;
    return later;
  });
  return count;
}

/** Calls `choose(earlierRow, laterRow)` for each repeated pair; what it returns stands for the pair from then on. */
function forEachRepeat(
  users: Int32Array,
  items: Int32Array,
  numUsers: number,
  numItems: number,
  choose: (earlier: number, later: number) => number,
): void {
  const rowNumbers = new Int32Array(users.length);
  for (let row = 0; row < rowNumbers.length; row++) rowNumbers[row] = row;
  const rowsOfUsers = rowListsFromPairs(numUsers, users, rowNumbers);
  const seenBy = new Int32Array(numItems).fill(-1);
  const seenIn = new Int32Array(numItems);
  for (let user = 0; user < numUsers; user++) {
    for (const row of rowOf(rowsOfUsers, user)) {
      const item = items[row];
      seenIn[item] = seenBy[item] === user ? choose(seenIn[item], row) : row;
      seenBy[item] = user;
    }
  }
}
