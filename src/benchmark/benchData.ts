/** Interactions of any number: only their counts matter here, so films have a long tail and users a wide spread. */
import { type RowLists, rowOf } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { TrainingData } from '@/models/types';
import type { BenchSizes } from './types';

/** How unequally active users are: the standard deviation of the logarithm of their counts. */
const ACTIVITY_SPREAD = 0.9;
/** Nobody has seen more of the catalogue than this. */
const LARGEST_SHARE = 0.4;
const SEED = 1;

/** @returns about `numInteractions` distinct pairs; every user has at least two */
export function benchData({ numUsers, numItems, numInteractions }: BenchSizes): TrainingData {
  const random = randomStream(SEED, 'synthetic');
  const activity = Float64Array.from({ length: numUsers }, () => Math.exp(ACTIVITY_SPREAD * random.normal()));
  const total = activity.reduce((sum, value) => sum + value, 0);
  const most = Math.max(2, Math.floor(LARGEST_SHARE * numItems));
  const counts = Int32Array.from(activity, (value) =>
    Math.max(2, Math.min(most, Math.round((value / total) * numInteractions))),
  );
  const offsets = new Int32Array(numUsers + 1);
  for (let user = 0; user < numUsers; user++) offsets[user + 1] = offsets[user] + counts[user];
  const items = new Int32Array(offsets[numUsers]);
  const popularity = new Int32Array(numItems);
  const seenBy = new Int32Array(numItems).fill(-1);
  let at = 0;
  for (let user = 0; user < numUsers; user++) {
    for (let taken = 0; taken < counts[user]; ) {
      // squaring puts more of the draws among the first items
      const item = Math.floor(random.uniform() ** 2 * numItems);
      if (seenBy[item] === user) continue;
      seenBy[item] = user;
      items[at++] = item;
      popularity[item]++;
      taken++;
    }
  }
  return { numUsers, numItems, train: { offsets, items }, popularity };
}

/** The first interactions of as many users as hold about so many: batches need no more, however large the tables are. */
export function firstInteractions(data: TrainingData, numInteractions: number): TrainingData {
  const { offsets, items } = data.train;
  let users = 0;
  while (users < data.numUsers && offsets[users] < numInteractions) users++;
  const kept: RowLists = {
    offsets: Int32Array.from(offsets, (offset) => Math.min(offset, offsets[users])),
    items: items.slice(0, offsets[users]),
  };
  const popularity = new Int32Array(data.numItems);
  for (let user = 0; user < users; user++) for (const item of rowOf(kept, user)) popularity[item]++;
  return { ...data, train: kept, popularity };
}
