/**
 * Data with one right answer for every model: two blocks of users who watch only the items of their block, in the
 * same cyclic order, each having left out one item. Collaborative models must rank the left-out item first; so must
 * sequential ones, since it is also the next in the cycle.
 */
import type { DatasetSummary, PreparedDataset } from '@/data/types';
import { rowListsFromPairs } from '@/lib/csr';

export const ITEMS_PER_BLOCK = 8;
const USERS_PER_BLOCK = 16;

/**
 * @returns user u of a block has seen all its items but item (u mod ITEMS_PER_BLOCK), starting with the one after it,
 * so that the left-out item comes next. It is the validation item; the test part is empty.
 */
export function blockDataset(): PreparedDataset {
  const numUsers = 2 * USERS_PER_BLOCK;
  const numItems = 2 * ITEMS_PER_BLOCK;
  const parts = { train: pairs(), valid: pairs() };
  for (let u = 0; u < numUsers; u++) {
    const first = u < USERS_PER_BLOCK ? 0 : ITEMS_PER_BLOCK;
    const leftOut = u % ITEMS_PER_BLOCK;
    for (let k = 1; k <= ITEMS_PER_BLOCK; k++) {
      const item = first + ((leftOut + k) % ITEMS_PER_BLOCK);
      if (k < ITEMS_PER_BLOCK) add(parts.train, u, item);
      else add(parts.valid, u, item);
    }
  }
  const popularity = new Int32Array(numItems);
  for (const item of parts.train.items) popularity[item]++;
  return {
    summary: { key: 'blocks', fingerprint: 'blocks', settings: { seed: 1 } } as unknown as DatasetSummary,
    userIds: Array.from({ length: numUsers }, (_, u) => String(u)),
    items: Array.from({ length: numItems }, (_, i) => ({ id: String(i), title: `Item ${i}`, genres: [], year: null })),
    train: rowListsFromPairs(numUsers, parts.train.users, parts.train.items),
    valid: rowListsFromPairs(numUsers, parts.valid.users, parts.valid.items),
    test: rowListsFromPairs(numUsers, [], []),
    times: null,
    ratings: {
      train: new Float32Array(parts.train.items.length),
      valid: new Float32Array(parts.valid.items.length),
      test: new Float32Array(0),
    },
    popularity,
    userAttributes: null,
    givenNegatives: null,
  };
}

interface Pairs {
  users: number[];
  items: number[];
}

function pairs(): Pairs {
  return { users: [], items: [] };
}

function add(part: Pairs, user: number, item: number): void {
  part.users.push(user);
  part.items.push(item);
}
