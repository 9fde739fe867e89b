/** Fixed batches over the validation part: the same at every epoch, so that validation losses compare. */
import type { HostArrays } from '@/engine/types';
import type { RowLists } from '@/lib/csr';
import { atOnce } from '@/lib/pieces';
import { randomStream } from '@/lib/random';
import type { BatchRequest, TrainingData } from '@/models/types';
import { collectPositives, createSampler, hasNegatives } from '../samplers';
import { flattenInteractions, identity } from './interactions';
import { pairwiseBatches } from './pairwise';
import { pointwiseBatches } from './pointwise';
import { candidatesOf, sequenceBatches, sequencesOf } from './sequence';
import type { EpochBatches } from './types';

export interface ValidationBatches {
  /** Made while they are read, so that only one is in memory; can be read again and again. */
  readonly batches: Iterable<ValidationBatch>;
}

export interface ValidationBatch {
  /** the same names and shapes as in training */
  arrays: HostArrays;
  /** share of this batch in the loss of the part; all shares sum to 1 */
  share: number;
}

/**
 * Negatives are in neither the training nor the validation part of their user; users for whom no such item exists are
 * left out. Sequences hold the training items as context, and only validation items count as targets.
 * @param valid each user's validation items, in time order
 * @returns no batches if there is nothing to validate on
 */
export function createValidationBatches(
  request: BatchRequest,
  data: TrainingData,
  valid: RowLists,
  seed: number,
): ValidationBatches {
  const drawn = draw(request, data, valid, seed);
  let total = 0;
  for (let step = 0; step < drawn.steps; step++) total += drawn.countedRows(step);
  return {
    batches: {
      *[Symbol.iterator]() {
        for (let step = 0; step < drawn.steps; step++) {
          yield { arrays: drawn.batch(step), share: drawn.countedRows(step) / total };
        }
      },
    },
  };
}

function draw(request: BatchRequest, data: TrainingData, valid: RowLists, seed: number): EpochBatches {
  const { batchSize } = request;
  const positives = collectPositives(data.numItems, [data.train, valid]);
  // Nothing in training: no popularity to sample by.
  const id = data.train.items.length > 0 ? request.sampler : 'uniform';
  const sampler = createSampler(id, positives, data.popularity);
  const random = randomStream(seed, 'validation');
  const keep = hasNegatives(positives);

  switch (request.kind) {
    case 'pointwise': {
      const interactions = flattenInteractions(valid, keep);
      const order = identity(interactions.count * (1 + request.numNegatives));
      return atOnce(pointwiseBatches(interactions, request.numNegatives, batchSize, order, sampler, random));
    }
    case 'pairwise': {
      const interactions = flattenInteractions(valid, keep);
      return atOnce(pairwiseBatches(interactions, batchSize, identity(interactions.count), sampler, random));
    }
    case 'sequence': {
      const { maxLength } = request;
      const sequences = sequencesOf(data.train, valid, maxLength, keep);
      const order = identity(sequences.users.length);
      const candidates = candidatesOf({ ...request, sampler: id }, data.popularity);
      return atOnce(sequenceBatches(sequences, maxLength, batchSize, order, sampler, random, candidates));
    }
  }
}
