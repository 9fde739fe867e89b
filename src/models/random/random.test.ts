import { expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { fitRandom } from './random';

const train = rowListsFromPairs(3, [0, 1, 2], [1, 2, 3]);
const data = { numUsers: 3, numItems: 200, train, popularity: new Int32Array(200) };

it('gives a user the same scores in any block, and users different ones', async () => {
  const scorer = await fitRandom({}, data, 7);
  const both = await scorer.score(Int32Array.of(2, 0), train);
  const alone = await scorer.score(Int32Array.of(0), train);
  expect(both.length).toBe(400);
  expect([...both.subarray(200)]).toEqual([...alone]);
  expect([...both.subarray(0, 200)]).not.toEqual([...alone]);
});

it('follows the seed', async () => {
  const user = Int32Array.of(1);
  const scores = async (seed: number) => (await fitRandom({}, data, seed)).score(user, train);
  expect(await scores(7)).toEqual(await scores(7));
  expect(await scores(8)).not.toEqual(await scores(7));
});

it('spreads evenly over 0 .. 1', async () => {
  const scores = await (await fitRandom({}, data, 3)).score(Int32Array.of(0, 1, 2), train);
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 600));
});
