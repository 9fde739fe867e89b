import { expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { dataOf } from '../baselineSupport';
import { fitMarkov } from './markov';

// 0 > 1 twice, 0 > 2 once, 1 > 0 once, 1 > 2 once, 2 > 3 once
const data = dataOf([[0, 1, 0], [0, 1, 2], [0, 2, 3], []], 5);

it('counts what came right after the last item, then popularity, worked out by hand', async () => {
  expect([...data.popularity]).toEqual([4, 2, 2, 1, 0]);
  const scorer = await fitMarkov({}, data, 1);
  const scores = await scorer.score(Int32Array.of(0, 2, 3), data.train);
  const backOff = [4 / 5, 2 / 5, 2 / 5, 1 / 5, 0];
  const expected = [
    // last is 0: followed by 1 twice, by 2 once
    [0, 2, 1, 0, 0],
    // last is 3: never followed
    [0, 0, 0, 0, 0],
    // nothing known
    [0, 0, 0, 0, 0],
  ].flatMap((counts) => counts.map((count, item) => count + backOff[item]));
  expect(scores).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(scores[at]).toBeCloseTo(value, 6);
});

it('reads the last item from what is known when predicting, not from train', async () => {
  const scorer = await fitMarkov({}, data, 1);
  const history = rowListsFromPairs(4, [0, 0, 0, 0], [0, 1, 0, 2]);
  const scores = await scorer.score(Int32Array.of(0), history);
  expect(scores[3]).toBeCloseTo(1 + 1 / 5, 6);
  expect(scores[1]).toBeCloseTo(2 / 5, 6);
});
