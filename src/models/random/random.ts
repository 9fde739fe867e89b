/**
 * Random: each user's items in an order drawn once from the seed. The floor: what is no better has learned nothing, and
 * its numbers show what chance gives under this protocol.
 */
import { randomStream } from '@/lib/random';
import type { FitBaseline } from '../types';

export const fitRandom: FitBaseline = async (_config, { numItems }, seed) => {
  /** The same scores for a user whenever asked, in whatever block. */
  const fill = (row: Float32Array, user: number) => {
    const random = randomStream(seed, 'init', user);
    for (let item = 0; item < numItems; item++) row[item] = random.uniform();
    return row;
  };
  return {
    blockSize: 256,
    async score(users) {
      const block = new Float32Array(users.length * numItems);
      users.forEach((user, b) => {
        fill(block.subarray(b * numItems, (b + 1) * numItems), user);
      });
      return block;
    },
    why: (user, _history, item) => ({ kind: 'chance', score: fill(new Float32Array(numItems), user ?? 0)[item] }),
  };
};
