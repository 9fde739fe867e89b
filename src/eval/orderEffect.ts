/**
 * Does the order of a history matter to a model? The user's NDCG on test as it is, and with the same films shuffled. Only
 * what the model reads is shuffled: the films stay the same, so that nothing but the order changes.
 */
import type { PreparedDataset } from '@/data/types';
import { rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { randomStream, shuffle } from '@/lib/random';
import type { Scorer } from '@/lib/scorer';
import { scoreSequences } from '@/lib/scoreSequences';
import { knownOn } from './evaluate';
import { METRICS } from './metrics';
import { Ranker } from './ranking';
import type { OrderEffect } from './types';

const K = 10;

/**
 * @param scorer reads nothing of a user but the history
 * @param length how many of the newest films the model reads
 * @param times how many shuffles
 * @param seed of the shuffles
 * @throws PlaygroundError 'invalid-config' if the user has nothing to find on test; 'nan-loss' if a score is not a number
 */
export async function orderEffect(
  scorer: Scorer,
  dataset: PreparedDataset,
  userIndex: number,
  { length, times, seed }: { length: number; times: number; seed: number },
): Promise<OrderEffect> {
  const history = rowOf(knownOn('test', dataset), userIndex);
  const ranker = new Ranker(dataset.items.length, K);
  const numRelevant = ranker.turnTo(history, rowOf(dataset.test, userIndex));
  if (numRelevant === 0) {
    throw new PlaygroundError('invalid-config', `user ${dataset.userIds[userIndex]} has nothing to find on test`);
  }
  const random = randomStream(seed, 'shuffle', userIndex);
  const shuffled = Array.from({ length: times }, () => {
    const sequence = history.slice();
    shuffle(sequence.subarray(Math.max(0, sequence.length - length)), random);
    return sequence;
  });
  const scores = await scoreSequences(scorer, [history, ...shuffled], null);
  const numItems = dataset.items.length;
  const values = Array.from({ length: times + 1 }, (_, row) => {
    const list = ranker.topK(scores.subarray(row * numItems, (row + 1) * numItems), K);
    const hits = Uint8Array.from({ length: K }, (_, place) =>
      place < list.length && ranker.isRelevant(list[place]) ? 1 : 0,
    );
    return METRICS.ndcg.compute({ hits, numRelevant }, K);
  });
  return { asWatched: values[0], shuffled: values.slice(1) };
}
