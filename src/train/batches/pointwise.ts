/**
 * Pointwise batches for NeuMF: (user, item, label), label 1 for an interaction, 0 for a sampled negative.
 * He et al., "Neural collaborative filtering", WWW 2017, sec. 4.1: negatives are drawn anew in every epoch, and
 * positives and negatives are shuffled together.
 */
import { inPieces, type Pieces } from '@/lib/pieces';
import type { RandomStream } from '@/lib/random';
import type { NegativeSampler } from '../samplers';
import { DRAWS_IN_A_PIECE, type Interactions } from './interactions';
import type { EpochBatches } from './types';

/**
 * Sample s of an epoch is interaction s for s < count; the others are the negatives, numNegatives for each
 * interaction in turn.
 * @param order [count * (1 + numNegatives)] the samples in the order of training
 */
export function* pointwiseBatches(
  interactions: Interactions,
  numNegatives: number,
  batchSize: number,
  order: Int32Array,
  sampler: NegativeSampler,
  random: RandomStream,
): Pieces<EpochBatches> {
  const { count, users, items } = interactions;
  const negatives = new Int32Array(count * numNegatives);
  yield* inPieces(count, Math.ceil(DRAWS_IN_A_PIECE / Math.max(1, numNegatives)), (from, to) => {
    for (let n = from, next = from * numNegatives; n < to; n++) {
      for (let k = 0; k < numNegatives; k++) negatives[next++] = sampler.draw(users[n], random);
    }
  });
  const countedRows = (step: number) => Math.min(batchSize, order.length - step * batchSize);

  return {
    steps: Math.ceil(order.length / batchSize),
    countedRows,
    batch(step) {
      const rows = countedRows(step);
      const batchUsers = new Int32Array(batchSize);
      const batchItems = new Int32Array(batchSize);
      const labels = new Float32Array(batchSize);
      const weights = new Float32Array(batchSize);
      weights.fill(1 / rows, 0, rows);
      for (let row = 0; row < rows; row++) {
        const sample = order[step * batchSize + row];
        if (sample < count) {
          batchUsers[row] = users[sample];
          batchItems[row] = items[sample];
          labels[row] = 1;
        } else {
          const negative = sample - count;
          batchUsers[row] = users[Math.floor(negative / numNegatives)];
          batchItems[row] = negatives[negative];
        }
      }
      const shape = [batchSize];
      return {
        users: { shape, data: batchUsers },
        items: { shape, data: batchItems },
        labels: { shape, data: labels },
        weights: { shape, data: weights },
      };
    },
  };
}
