/**
 * The relevant items of a user among N items that the user has not interacted with, drawn without replacement.
 *
 * With one relevant item (leave-one-out) this is the protocol of He et al., "Neural collaborative filtering", WWW 2017,
 * sec. 4.1, with N = 99. With several, all of them are ranked in one list with the same N negatives, so that precision,
 * recall and NDCG keep their meaning; to rank each against negatives of its own (Koren, KDD 2008) is another
 * protocol. Sampled metrics need not order models as full ranking does: Krichene and Rendle, "On sampled metrics for
 * item recommendation", KDD 2020.
 *
 * By popularity: each draw in proportion to the training interactions of what is left, as BERT4Rec does (Sun et al.,
 * CIKM 2019). Items without training interactions come last.
 */
import { rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { type RandomStream, randomStream } from '@/lib/random';
import { popularityOf } from '../popularityGroups';
import { topK } from '../ranking';
import type { Candidates } from '../types';
import type { CandidateContext, CandidatesOf } from './types';

const NOTHING = new Int32Array(0);

/** After so many refused draws in a row little is left to draw: look at all of it instead. */
const MAX_REFUSALS = 100;

/**
 * Never seen, never relevant; a user's sample depends on seed and user alone. Fewer than N where the user has fewer.
 * @throws PlaygroundError 'invalid-config' unless N is a positive whole number
 */
export function sampledCandidates(
  { sampled, by, seed }: Exclude<Candidates, string>,
  { parts, known, relevant }: CandidateContext,
): CandidatesOf {
  if (!Number.isInteger(sampled) || sampled < 1) {
    throw new PlaygroundError('invalid-config', `the number of sampled items must be 1 or more, got ${sampled}`);
  }
  const numItems = parts.items.length;
  const weights = by === 'popularity' ? popularityOf(parts.train, numItems) : new Int32Array(numItems).fill(1);
  const draw = drawByWeight(weights);
  const taken = new Uint8Array(numItems);
  return (user) => {
    taken.fill(0);
    let numFree = numItems;
    const take = (item: number) => {
      if (!taken[item]) numFree--;
      taken[item] = 1;
    };
    rowOf(known, user).forEach(take);
    rowOf(relevant, user).forEach(take);
    const random = randomStream(seed, 'candidates', user);
    const chosen = new Int32Array(Math.min(sampled, numFree));
    let count = 0;
    let refusals = 0;
    while (count < chosen.length && refusals < MAX_REFUSALS) {
      const item = draw(random);
      if (taken[item]) {
        refusals++;
        continue;
      }
      take(item);
      chosen[count++] = item;
      refusals = 0;
    }
    if (count < chosen.length) chosen.set(largestKeys(taken, weights, chosen.length - count, random), count);
    return chosen;
  };
}

/** Draws items in proportion to their weights, by binary search in the running sum; any item if all weights are 0. */
function drawByWeight(weights: Int32Array): (random: RandomStream) => number {
  const ends = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, item) => {
    total += weight;
    ends[item] = total;
  });
  if (total === 0) return (random) => random.integer(weights.length);
  return (random) => {
    const wanted = random.uniform() * total;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ends[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Low enough that nothing without weight comes before anything with one. */
const LOG_OF_NOTHING = -1000;

/**
 * The Gumbel-max trick: the items with the largest log weight + Gumbel noise are a sample without replacement in proportion
 * to weights, exactly as draws that refuse what is taken.
 */
function largestKeys(taken: Uint8Array, weights: Int32Array, count: number, random: RandomStream): Int32Array {
  const free: number[] = [];
  taken.forEach((isTaken, item) => {
    if (!isTaken) free.push(item);
  });
  // 1 - uniform is in (0, 1]; the smallest number keeps the outer logarithm from minus infinity.
  const keys = Float32Array.from(free, (item) => {
    const logWeight = weights[item] > 0 ? Math.log(weights[item]) : LOG_OF_NOTHING;
    return logWeight - Math.log(-Math.log(1 - random.uniform()) + Number.MIN_VALUE);
  });
  return topK(keys, count, NOTHING, NOTHING).map((place) => free[place]);
}
