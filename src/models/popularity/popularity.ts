/**
 * Popularity: everyone gets the items with the most training interactions. No taste, no order, and surprisingly hard to
 * beat: the line that every curve must pass.
 */
import type { FitBaseline } from '../types';

export const fitPopularity: FitBaseline = async (_config, { numItems, numUsers, popularity }) => {
  const scores = Float32Array.from(popularity);
  return {
    blockSize: 256,
    async score(users) {
      const block = new Float32Array(users.length * numItems);
      for (let row = 0; row < users.length; row++) block.set(scores, row * numItems);
      return block;
    },
    why: (_user, _history, item) => ({ kind: 'count', score: popularity[item], numUsers }),
  };
};
