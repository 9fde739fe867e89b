/** One element of a batch as the model would be given it, drawn from a user's training items. */
import type { HostArrays } from '@/engine/types';
import { rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { randomStream } from '@/lib/random';
import type { NeuralModel, TrainingData } from '@/models/types';
import { candidateFields, candidatesOf } from '../batches/sequence';
import { collectPositives, createSampler } from '../samplers';

export interface Element {
  batch: HostArrays;
  /** inputs of the model's `score` that give the user's scores at this element */
  scoreInputs: HostArrays;
  history: number[];
  positive: number;
  negative: number;
  /** what else the positive is compared with, where the loss draws that */
  candidates: Int32Array | null;
}

/**
 * @param draw equal numbers draw the same element
 * @throws PlaygroundError 'too-few-interactions' where the user has nothing to learn from
 */
export function drawElement(model: NeuralModel, data: TrainingData, user: number, draw: number): Element {
  const own = rowOf(data.train, user);
  const positives = collectPositives(data.numItems, [data.train]);
  const isSequence = model.batches.kind === 'sequence';
  if (own.length < (isSequence ? 2 : 1) || positives.count(user) >= data.numItems) {
    throw new PlaygroundError(
      'too-few-interactions',
      'this user has nothing in training that a step could be taken on',
    );
  }
  const random = randomStream(draw, 'one-step', user);
  const sampler = createSampler(model.batches.sampler, positives, data.popularity);
  const ints = (...values: number[]) => ({ shape: [values.length], data: Int32Array.from(values) });
  const floats = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });
  if (!isSequence) {
    const positive = own[random.integer(own.length)];
    const negative = sampler.draw(user, random);
    const batch: HostArrays =
      model.batches.kind === 'pairwise'
        ? { users: ints(user), positives: ints(positive), negatives: ints(negative), weights: floats(1) }
        : {
            users: ints(user, user),
            items: ints(positive, negative),
            labels: floats(1, 0),
            weights: floats(0.5, 0.5),
          };
    const scoreInputs = model.scoreInputs(Int32Array.of(user), data.train);
    return { batch, scoreInputs, history: [], positive, negative, candidates: null };
  }
  // The window of training: the last maxLength inputs; one of its positions counts.
  const request = model.batches as Extract<NeuralModel['batches'], { kind: 'sequence' }>;
  const { maxLength } = request;
  const start = Math.max(0, own.length - 1 - maxLength);
  const at = start + random.integer(own.length - 1 - start);
  const negative = sampler.draw(user, random);
  const drawing = candidatesOf(request, data.popularity);
  const candidates = drawing && Int32Array.from({ length: drawing.count }, () => drawing.draw(random));
  const length = own.length - 1 - start;
  const place = maxLength - length + (at - start);
  const [inputs, targets, negatives] = [0, 1, 2].map(() => new Int32Array(maxLength));
  const [inputMask, weights] = [0, 1].map(() => new Float32Array(maxLength));
  inputs.set(own.subarray(start, own.length - 1), maxLength - length);
  targets.set(own.subarray(start + 1), maxLength - length);
  inputMask.fill(1, maxLength - length);
  negatives[place] = negative;
  weights[place] = 1;
  const row = (values: Int32Array | Float32Array) => ({ shape: [1, maxLength], data: values });
  return {
    batch: {
      inputs: row(inputs),
      targets: row(targets),
      negatives: row(negatives),
      inputMask: row(inputMask),
      weights: row(weights),
      ...(candidates && { targetIds: row(Float32Array.from(targets)), ...candidateFields(candidates) }),
    },
    scoreInputs: { inputs: row(inputs), inputMask: row(inputMask), last: ints(place) },
    history: [...own.subarray(start, at + 1)],
    positive: own[at + 1],
    negative,
    candidates,
  };
}
