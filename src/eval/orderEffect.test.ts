import { describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import { orderEffect } from './orderEffect';
import { datasetOf } from './testSupport';

const NUM_ITEMS = 12;
const asked: number[][] = [];
/** Knows what comes next only after film 4: then film 9 leads, else film 10. */
const scorer: Scorer = {
  blockSize: 3,
  async score(users, history) {
    const scores = new Float32Array(users.length * NUM_ITEMS);
    users.forEach((user, b) => {
      const sequence = [...rowOf(history, user)];
      asked.push(sequence);
      scores[b * NUM_ITEMS + 10] = 1;
      scores[b * NUM_ITEMS + 9] = sequence[sequence.length - 1] === 4 ? 2 : 0.5;
    });
    return scores;
  },
};
const dataset = datasetOf(NUM_ITEMS, {
  train: [[7, 0, 1, 2, 3], [5]],
  valid: [[4], []],
  test: [[9, 4], []],
});

describe('orderEffect', () => {
  it('gives the NDCG as watched, and of each shuffle', async () => {
    asked.length = 0;
    const { asWatched, shuffled } = await orderEffect(scorer, dataset, 0, { length: 4, times: 40, seed: 3 });
    // film 4 is known: 9 alone is to be found
    expect(asWatched).toBe(1);
    expect(asked).toHaveLength(41);
    expect(asked[0]).toEqual([7, 0, 1, 2, 3, 4]);
    const expected = asked.slice(1).map((sequence) => (sequence[5] === 4 ? 1 : 1 / Math.log2(3)));
    shuffled.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k], 10);
    });
    expect(new Set(expected).size).toBe(2);
    for (const sequence of asked) {
      // films that are not read stay where they are; the others are the same ones
      expect(sequence.slice(0, 2)).toEqual([7, 0]);
      expect(sequence.toSorted()).toEqual([0, 1, 2, 3, 4, 7]);
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const orders = async (seed: number) => {
      asked.length = 0;
      await orderEffect(scorer, dataset, 0, { length: 6, times: 5, seed });
      return asked.slice();
    };
    const first = await orders(1);
    expect(await orders(1)).toEqual(first);
    expect(await orders(2)).not.toEqual(first);
  });

  it('refuses a user with nothing to find', async () => {
    await expect(orderEffect(scorer, dataset, 1, { length: 4, times: 5, seed: 1 })).rejects.toMatchObject({
      code: 'invalid-config',
    });
  });
});
