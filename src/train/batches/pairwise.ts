/**
 * Pairwise batches for BPR: (user, an item of the user, an item not of the user).
 * Rendle et al., "BPR", UAI 2009, sec. 4.2. There triples are drawn with replacement; here, as in common LightGCN
 * code, every interaction comes once an epoch with one fresh negative.
 */
import { inPieces, type Pieces } from '@/lib/pieces';
import type { RandomStream } from '@/lib/random';
import type { NegativeSampler } from '../samplers';
import { DRAWS_IN_A_PIECE, type Interactions } from './interactions';
import type { EpochBatches } from './types';

/** @param order [count] the interactions in the order of training */
export function* pairwiseBatches(
  interactions: Interactions,
  batchSize: number,
  order: Int32Array,
  sampler: NegativeSampler,
  random: RandomStream,
): Pieces<EpochBatches> {
  const { count, users, items } = interactions;
  const negatives = new Int32Array(count);
  yield* inPieces(count, DRAWS_IN_A_PIECE, (from, to) => {
    for (let n = from; n < to; n++) negatives[n] = sampler.draw(users[n], random);
  });
  const countedRows = (step: number) => Math.min(batchSize, count - step * batchSize);

  return {
    steps: Math.ceil(count / batchSize),
    countedRows,
    batch(step) {
      const rows = countedRows(step);
      const batchUsers = new Int32Array(batchSize);
      const batchPositives = new Int32Array(batchSize);
      const batchNegatives = new Int32Array(batchSize);
      const weights = new Float32Array(batchSize);
      weights.fill(1 / rows, 0, rows);
      for (let row = 0; row < rows; row++) {
        const n = order[step * batchSize + row];
        batchUsers[row] = users[n];
        batchPositives[row] = items[n];
        batchNegatives[row] = negatives[n];
      }
      const shape = [batchSize];
      return {
        users: { shape, data: batchUsers },
        positives: { shape, data: batchPositives },
        negatives: { shape, data: batchNegatives },
        weights: { shape, data: weights },
      };
    },
  };
}
