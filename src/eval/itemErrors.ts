/** How far down a model places each film where it was held out: the error of a film, not of a user. */
import type { PreparedDataset } from '@/data/types';
import { numRowsOf, rowOf } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { knownOn } from './evaluate';
import { Ranker } from './ranking';
import type { ItemErrors } from './types';

/** Of the lists that a held-out film is looked for in. */
const K = 10;

/**
 * Every held-out occurrence on test is ranked among what its user has not seen; the user's other held-out films are
 * ranked, too, and win no ties.
 * @throws PlaygroundError 'nan-loss' if a score is not a number
 */
export async function itemErrors(scorer: Scorer, dataset: PreparedDataset): Promise<ItemErrors> {
  const known = knownOn('test', dataset);
  const numItems = dataset.items.length;
  const users = Int32Array.from({ length: numRowsOf(dataset.test) }, (_, user) => user).filter(
    (user) => rowOf(dataset.test, user).length > 0,
  );
  const counts = new Int32Array(numItems);
  const hits = new Int32Array(numItems);
  const rankSums = new Float64Array(numItems);
  const ranker = new Ranker(numItems, 0);
  for (let start = 0; start < users.length; start += scorer.blockSize) {
    const block = users.subarray(start, start + scorer.blockSize);
    const scores = await scorer.score(block, known);
    block.forEach((user, b) => {
      const held = rowOf(dataset.test, user);
      const seen = rowOf(known, user);
      ranker.turnTo(seen, held);
      for (const item of held) {
        // what was watched again cannot be recommended again
        if (seen.includes(item)) continue;
        const rank = ranker.rankOf(scores.subarray(b * numItems, (b + 1) * numItems), item);
        counts[item]++;
        rankSums[item] += rank;
        if (rank <= K) hits[item]++;
      }
    });
    await yieldToEvents();
  }
  return {
    counts,
    hits,
    meanRanks: Float32Array.from(rankSums, (sum, item) => (counts[item] > 0 ? sum / counts[item] : Number.NaN)),
  };
}
