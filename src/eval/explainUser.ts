/** One user's list with everything that the user's metrics are computed from, to show the formulas at work. */
import type { PreparedDataset } from '@/data/types';
import { rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { Scorer } from '@/lib/scorer';
import { createCandidates } from './candidates';
import { knownOn, MAX_K } from './evaluate';
import { METRICS } from './metrics';
import { protocolOf } from './protocol';
import { Ranker } from './ranking';
import { CUTOFFS, type Cutoff, METRIC_IDS, type MetricKey, type RankingScope, type UserExplanation } from './types';

/**
 * The same ranking as in `evaluate`: the same candidates, order and values.
 * @throws PlaygroundError 'invalid-config' if the user has nothing relevant on that part, or the data cannot give such
 *   candidates; 'nan-loss' if a score is not a number
 */
export async function explainUser(
  scorer: Scorer,
  dataset: PreparedDataset,
  userIndex: number,
  part: 'valid' | 'test',
  scope: RankingScope,
): Promise<UserExplanation> {
  const known = knownOn(part, dataset);
  const relevant = dataset[part];
  const ranker = new Ranker(dataset.items.length, MAX_K);
  const candidatesOf = createCandidates(scope.candidates, { parts: dataset, known, relevant });
  const own = rowOf(relevant, userIndex);
  const numRelevant = ranker.turnTo(rowOf(known, userIndex), own, candidatesOf(userIndex));
  if (numRelevant === 0) {
    const user = dataset.userIds[userIndex];
    throw new PlaygroundError('invalid-config', `user ${user} has nothing to find on ${part}`, { user, part });
  }

  const scores = await scorer.score(Int32Array.of(userIndex), known);
  const list = Array.from(ranker.topK(scores, MAX_K), (itemIndex) => ({
    itemIndex,
    score: scores[itemIndex],
    relevant: ranker.isRelevant(itemIndex),
  }));
  const hits = Uint8Array.from({ length: MAX_K }, (_, place) => (list[place]?.relevant ? 1 : 0));
  const discounts = Array.from({ length: MAX_K }, (_, place) => 1 / Math.log2(place + 2));
  const sumOf = (weights: number[]) => weights.reduce((sum, weight) => sum + weight, 0);
  const values = {} as Record<MetricKey, number>;
  const gain = {} as Record<Cutoff, { dcg: number; idealDcg: number }>;
  for (const k of CUTOFFS) {
    for (const id of METRIC_IDS) values[`${id}@${k}`] = METRICS[id].compute({ hits, numRelevant }, k);
    gain[k] = {
      dcg: sumOf(discounts.slice(0, k).filter((_, place) => hits[place] === 1)),
      idealDcg: sumOf(discounts.slice(0, Math.min(k, numRelevant))),
    };
  }
  return {
    userIndex,
    part,
    protocol: protocolOf(dataset.summary, scope),
    numCandidates: ranker.countCandidates(),
    numRelevant,
    list,
    relevant: [...new Set(own)]
      .filter((item) => ranker.isRelevant(item))
      .map((itemIndex) => ({ itemIndex, score: scores[itemIndex], rank: ranker.rankOf(scores, itemIndex) }))
      .sort((a, b) => a.rank - b.rank),
    hits: [...hits],
    discounts,
    gain,
    values,
  };
}
