/** The training part as one flat list of interactions: number n is (users[n], items[n]). */
import { numRowsOf, type RowLists } from '@/lib/csr';

/** Negatives that are drawn in a few milliseconds. */
export const DRAWS_IN_A_PIECE = 16_384;

export interface Interactions {
  count: number;
  users: Int32Array;
  items: Int32Array;
}

/**
 * Users in order, each user's items in their order.
 * @param keep leaves out the users for which it is false
 */
export function flattenInteractions(lists: RowLists, keep: (user: number) => boolean = () => true): Interactions {
  const numUsers = numRowsOf(lists);
  const users = new Int32Array(lists.items.length);
  const items = new Int32Array(lists.items.length);
  let count = 0;
  for (let user = 0; user < numUsers; user++) {
    if (!keep(user)) continue;
    for (let i = lists.offsets[user]; i < lists.offsets[user + 1]; i++) {
      users[count] = user;
      items[count++] = lists.items[i];
    }
  }
  return { count, users: users.subarray(0, count), items: items.subarray(0, count) };
}

/** 0, 1, .., count - 1 */
export function identity(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
}
