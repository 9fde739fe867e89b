/**
 * Random: each user's items in an order drawn once from the seed. The floor: what is no better has learned nothing, and
 * its numbers show what chance gives under this protocol.
 */
import { randomStream } from '@/lib/random';
import type { FitBaseline } from '../types';

export const fitRandom: FitBaseline = async (_config, { numItems }, seed) => ({
  blockSize: 256,
  /** The same scores for a user whenever asked, in whatever block. */
  async score(users) {
    const block = new Float32Array(users.length * numItems);
    for (let row = 0; row < users.length; row++) {
      const random = randomStream(seed, 'init', users[row]);
      for (let item = 0; item < numItems; item++) block[row * numItems + item] = random.uniform();
    }
    return block;
  },
});
