import { expect, it } from 'vitest';
import type { PreparedDataset } from '@/data/types';
import { rowListsFromPairs } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import { itemErrors } from './itemErrors';

const NUM_ITEMS = 30;

/** Two users; the score of a film is its number, for user 1 the other way around. */
const scorer: Scorer = {
  blockSize: 1,
  async score(users) {
    return Float32Array.from({ length: NUM_ITEMS }, (_, item) => (users[0] === 1 ? -item : item));
  },
};

const dataset = {
  items: Array.from({ length: NUM_ITEMS }, () => ({})),
  userIds: ['a', 'b', 'c'],
  train: rowListsFromPairs(3, [0, 0, 1, 2], [29, 28, 0, 5]),
  valid: rowListsFromPairs(3, [0], [27]),
  test: rowListsFromPairs(3, [0, 0, 1, 1], [26, 3, 3, 0]),
} as unknown as PreparedDataset;

it('is the mean place of a film where it was held out, among what its user has not seen', async () => {
  const { counts, hits, meanRanks } = await itemErrors(scorer, dataset);
  // user a has not seen 26 .. 0: 26 comes first, 3 is 24th; user b has not seen 1 .. 29: 3 is third
  expect([counts[26], meanRanks[26], hits[26]]).toEqual([1, 1, 1]);
  expect([counts[3], meanRanks[3], hits[3]]).toEqual([2, (24 + 3) / 2, 1]);
  // user b had 0 before: nobody can be shown it again
  expect(counts[0]).toBe(0);
  expect(meanRanks[0]).toBeNaN();
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
});
