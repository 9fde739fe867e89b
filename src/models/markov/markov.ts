/**
 * First-order Markov: which item follows which, counted over consecutive items of every training history.
 *
 *   score(u, i) = times that i followed the last item of u + popularity(i) / (1 + largest popularity)
 *
 * The second part is below 1: it orders what followed equally often (most of it: never). The last item is that of the
 * known history, so at test it is the user's validation item where there is one. Transitions are learned from train
 * alone. A table lookup, and a strong one: many a published sequence model does no better.
 */
import { type RowLists, rowListsFromPairs, rowOf } from '@/lib/csr';
import { Pace } from '../pace';
import type { FitBaseline } from '../types';
import { whyMarkov } from './explain';

export const fitMarkov: FitBaseline = async (_config, data, _seed, control) => {
  const { numItems, popularity } = data;
  const pace = new Pace(control);
  const follows = followers(data.train, numItems);
  await pace.at(0.9);
  const backOff = new Float32Array(numItems);
  const largest = popularity.reduce((a, b) => Math.max(a, b), 0);
  for (let item = 0; item < numItems; item++) backOff[item] = popularity[item] / (1 + largest);

  return {
    blockSize: 256,
    async score(users, history) {
      const scores = new Float32Array(users.length * numItems);
      users.forEach((user, b) => {
        const row = scores.subarray(b * numItems, (b + 1) * numItems);
        row.set(backOff);
        const known = rowOf(history, user);
        if (known.length === 0) return;
        for (const next of rowOf(follows, known[known.length - 1])) row[next]++;
      });
      return scores;
    },
    why: (_user, history, item) => whyMarkov(follows, backOff, history, item),
  };
};

/** What followed each item, once for each time. */
function followers(train: RowLists, numItems: number): RowLists {
  const from: number[] = [];
  const to: number[] = [];
  for (let user = 0; user + 1 < train.offsets.length; user++) {
    const items = rowOf(train, user);
    for (let k = 1; k < items.length; k++) {
      from.push(items[k - 1]);
      to.push(items[k]);
    }
  }
  return rowListsFromPairs(numItems, from, to);
}
