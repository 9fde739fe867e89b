/**
 * Sequence batches for SASRec: at every position the next item is to be predicted.
 * Kang and McAuley, "Self-attentive sequential recommendation", ICDM 2018, sec. 3.1 and 3.5: the sequence
 * s_1 .. s_n gives inputs s_1 .. s_(n-1) and targets s_2 .. s_n, cut to the last maxLength, padded on the left, with one
 * negative at each position.
 */
import { numRowsOf, type RowLists, rowOf } from '@/lib/csr';
import { inPieces, type Pieces } from '@/lib/pieces';
import type { RandomStream } from '@/lib/random';
import type { BatchRequest } from '@/models/types';
import { createItemSampler, type NegativeSampler } from '../samplers';
import { DRAWS_IN_A_PIECE } from './interactions';
import type { EpochBatches } from './types';

/** Steps of all sequences behind each other: step t is (inputs[t], targets[t]). */
export interface Sequences {
  /** one a sequence */
  users: Int32Array;
  /** [users + 1] the steps of sequence s are offsets[s] .. offsets[s + 1] - 1, at most maxLength of them */
  offsets: Int32Array;
  inputs: Int32Array;
  targets: Int32Array;
  /** first step of each sequence that counts in the loss; the steps before it are context only */
  counted: Int32Array;
}

/**
 * The last maxLength steps of each user with something to predict.
 * @param history items that are known; each item but a user's first is a target when `future` is null
 * @param future if given, only its items are counted as targets, and follow those of `history`
 * @param keep leaves out the users for which it is false
 */
export function sequencesOf(
  history: RowLists,
  future: RowLists | null,
  maxLength: number,
  keep: (user: number) => boolean = () => true,
): Sequences {
  const numUsers = numRowsOf(history);
  const users: number[] = [];
  const offsets: number[] = [0];
  const inputs: number[] = [];
  const targets: number[] = [];
  const counted: number[] = [];
  for (let user = 0; user < numUsers; user++) {
    const known = rowOf(history, user);
    const next = future ? rowOf(future, user) : known.subarray(0, 0);
    const items = new Int32Array(known.length + next.length);
    items.set(known);
    items.set(next, known.length);
    const firstTarget = Math.max(1, future ? known.length : 1);
    if (items.length <= firstTarget || !keep(user)) continue;
    // Target t is predicted from input t - 1; the window holds the last maxLength targets.
    const start = Math.max(1, items.length - maxLength);
    counted.push(inputs.length + Math.max(0, firstTarget - start));
    for (let t = start; t < items.length; t++) {
      inputs.push(items[t - 1]);
      targets.push(items[t]);
    }
    users.push(user);
    offsets.push(inputs.length);
  }
  return {
    users: Int32Array.from(users),
    offsets: Int32Array.from(offsets),
    inputs: Int32Array.from(inputs),
    targets: Int32Array.from(targets),
    counted: Int32Array.from(counted),
  };
}

/** What all positions of a step are compared with, for a sampled softmax. */
export interface Candidates {
  /** in each step */
  count: number;
  draw(random: RandomStream): number;
}

/**
 * @param order [sequences] the sequences in the order of training
 * @param candidates null where the loss asks for none
 */
export function* sequenceBatches(
  sequences: Sequences,
  maxLength: number,
  batchSize: number,
  order: Int32Array,
  sampler: NegativeSampler,
  random: RandomStream,
  candidates: Candidates | null = null,
): Pieces<EpochBatches> {
  const { users, offsets, inputs, targets, counted } = sequences;
  const negatives = new Int32Array(targets.length);
  yield* inPieces(users.length, Math.ceil(DRAWS_IN_A_PIECE / maxLength), (from, to) => {
    for (let s = from; s < to; s++) {
      for (let t = counted[s]; t < offsets[s + 1]; t++) negatives[t] = sampler.draw(users[s], random);
    }
  });
  const steps = Math.ceil(order.length / batchSize);
  const drawn = new Int32Array(steps * (candidates?.count ?? 0));
  if (candidates) {
    yield* inPieces(drawn.length, DRAWS_IN_A_PIECE, (from, to) => {
      for (let i = from; i < to; i++) drawn[i] = candidates.draw(random);
    });
  }
  const sequencesIn = (step: number) => order.subarray(step * batchSize, (step + 1) * batchSize);
  const countedRows = (step: number) => {
    let rows = 0;
    for (const s of sequencesIn(step)) rows += offsets[s + 1] - counted[s];
    return rows;
  };

  return {
    steps,
    countedRows,
    batch(step) {
      const size = batchSize * maxLength;
      const batchInputs = new Int32Array(size);
      const batchTargets = new Int32Array(size);
      const batchNegatives = new Int32Array(size);
      const inputMask = new Float32Array(size);
      const weights = new Float32Array(size);
      const weight = 1 / countedRows(step);
      sequencesIn(step).forEach((s, row) => {
        const from = offsets[s];
        const to = offsets[s + 1];
        const end = (row + 1) * maxLength;
        const start = end - (to - from);
        batchInputs.set(inputs.subarray(from, to), start);
        batchTargets.set(targets.subarray(from, to), start);
        batchNegatives.set(negatives.subarray(from, to), start);
        inputMask.fill(1, start, end);
        weights.fill(weight, end - (to - counted[s]), end);
      });
      const shape = [batchSize, maxLength];
      return {
        inputs: { shape, data: batchInputs },
        targets: { shape, data: batchTargets },
        negatives: { shape, data: batchNegatives },
        inputMask: { shape, data: inputMask },
        weights: { shape, data: weights },
        ...(candidates && {
          targetIds: { shape, data: Float32Array.from(batchTargets) },
          ...candidateFields(drawn.slice(step * candidates.count, (step + 1) * candidates.count)),
        }),
      };
    },
  };
}

export function candidateFields(items: Int32Array) {
  const shape = [items.length];
  return { candidates: { shape, data: items }, candidateIds: { shape, data: Float32Array.from(items) } };
}

/** @returns null where no candidates are asked for */
export function candidatesOf(
  { numCandidates, sampler }: Extract<BatchRequest, { kind: 'sequence' }>,
  popularity: Int32Array,
): Candidates | null {
  return numCandidates > 0 ? { count: numCandidates, draw: createItemSampler(sampler, popularity) } : null;
}
