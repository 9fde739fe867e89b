/** Draws training batches on the CPU. One file for each kind of `BatchRequest`; `validation.ts` for the validation loss. */
import { PlaygroundError } from '@/lib/errors';
import { atOnce, inPieces, type Pieces } from '@/lib/pieces';
import { randomStream, shuffling } from '@/lib/random';
import type { BatchRequest, TrainingData } from '@/models/types';
import { collectPositives, createSampler, hasNegatives } from '../samplers';
import { flattenInteractions } from './interactions';
import { pairwiseBatches } from './pairwise';
import { pointwiseBatches } from './pointwise';
import { candidatesOf, sequenceBatches, sequencesOf } from './sequence';
import type { BatchSource, EpochBatches } from './types';

export type { BatchSource, EpochBatches } from './types';

/** Written in about a millisecond. */
const NUMBERS_IN_A_PIECE = 1_000_000;

/**
 * Batches for training. Users who have every item are left out (`hasNegatives`).
 * @param data the training part
 * @param seed order comes from the stream 'batches' of the epoch, negatives from its stream 'negatives'
 * @throws PlaygroundError 'too-few-interactions' if there is nothing to train on
 */
export function createBatchSource(request: BatchRequest, data: TrainingData, seed: number): BatchSource {
  const { batchSize } = request;
  const positives = collectPositives(data.numItems, [data.train]);
  const keep = hasNegatives(positives);
  if (data.train.items.length === 0) throw nothingToTrainOn();
  const sampler = createSampler(request.sampler, positives, data.popularity);
  const negatives = (epoch: number) => randomStream(seed, 'negatives', epoch);
  const source = (samples: number, draw: (order: Int32Array, epoch: number) => Pieces<EpochBatches>): BatchSource => {
    if (samples === 0) throw nothingToTrainOn();
    function* drawing(epoch: number): Pieces<EpochBatches> {
      const order = new Int32Array(samples);
      yield* inPieces(samples, NUMBERS_IN_A_PIECE, (from, to) => {
        for (let i = from; i < to; i++) order[i] = i;
      });
      yield* shuffling(order, randomStream(seed, 'batches', epoch));
      return yield* draw(order, epoch);
    }
    return {
      samplesPerEpoch: samples,
      stepsPerEpoch: Math.ceil(samples / batchSize),
      epoch: (epoch) => atOnce(drawing(epoch)),
      drawing,
    };
  };

  switch (request.kind) {
    case 'pointwise': {
      const interactions = flattenInteractions(data.train, keep);
      const { numNegatives } = request;
      return source(interactions.count * (1 + numNegatives), (order, epoch) =>
        pointwiseBatches(interactions, numNegatives, batchSize, order, sampler, negatives(epoch)),
      );
    }
    case 'pairwise': {
      const interactions = flattenInteractions(data.train, keep);
      return source(interactions.count, (order, epoch) =>
        pairwiseBatches(interactions, batchSize, order, sampler, negatives(epoch)),
      );
    }
    case 'sequence': {
      const { maxLength } = request;
      const sequences = sequencesOf(data.train, null, maxLength, keep);
      const candidates = candidatesOf(request, data.popularity);
      return source(sequences.users.length, (order, epoch) =>
        sequenceBatches(sequences, maxLength, batchSize, order, sampler, negatives(epoch), candidates),
      );
    }
  }
}

function nothingToTrainOn(): PlaygroundError {
  return new PlaygroundError(
    'too-few-interactions',
    'the training part holds nothing to train on, or everyone in it has every item',
  );
}
