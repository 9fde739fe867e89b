import { expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { fitPopularity } from './popularity';

it('scores every user by training counts', async () => {
  const train = rowListsFromPairs(3, [0, 0, 1, 1, 2], [1, 2, 1, 3, 1]);
  const data = { numUsers: 3, numItems: 4, train, popularity: Int32Array.of(0, 3, 1, 1) };
  const scorer = await fitPopularity({}, data, 1);
  const scores = await scorer.score(Int32Array.of(2, 0), train);
  expect([...scores]).toEqual([0, 3, 1, 1, 0, 3, 1, 1]);
});
