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
 * CIKM 2019), by the Gumbel-max trick: the N largest of log weight + Gumbel noise are such a sample. Items
 * without training interactions come last.
 */
import { rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { type RandomStream, randomStream } from '@/lib/random';
import { topK } from '../ranking';
import type { Candidates } from '../types';
import type { CandidateContext, CandidatesOf } from './types';

const NOTHING = new Int32Array(0);

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
  const taken = new Uint8Array(numItems);
  const logWeights = by === 'popularity' ? logPopularity(parts.train.items, numItems) : null;
  return (user) => {
    taken.fill(0);
    for (const item of rowOf(known, user)) taken[item] = 1;
    for (const item of rowOf(relevant, user)) taken[item] = 1;
    const free = new Int32Array(numItems);
    let numFree = 0;
    for (let item = 0; item < numItems; item++) if (!taken[item]) free[numFree++] = item;
    const random = randomStream(seed, 'candidates', user);
    const count = Math.min(sampled, numFree);
    return logWeights ? byWeight(free, numFree, count, logWeights, random) : uniformly(free, numFree, count, random);
  };
}

/** The first steps of a Fisher-Yates shuffle. */
function uniformly(free: Int32Array, numFree: number, count: number, random: RandomStream): Int32Array {
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(numFree - i);
    const kept = free[i];
    free[i] = free[j];
    free[j] = kept;
  }
  return free.slice(0, count);
}

function byWeight(
  free: Int32Array,
  numFree: number,
  count: number,
  logWeights: Float64Array,
  random: RandomStream,
): Int32Array {
  const keys = new Float32Array(numFree);
  // 1 - uniform is in (0, 1]; the smallest number keeps the inner logarithm from 0.
  for (let i = 0; i < numFree; i++) {
    keys[i] = logWeights[free[i]] - Math.log(-Math.log(1 - random.uniform()) + Number.MIN_VALUE);
  }
  return topK(keys, count, NOTHING, NOTHING).map((place) => free[place]);
}

/** Low enough that nothing without interactions comes before anything with one. */
const LOG_OF_NOTHING = -1000;

function logPopularity(items: Int32Array, numItems: number): Float64Array {
  const counts = new Float64Array(numItems);
  for (const item of items) counts[item]++;
  return counts.map((count) => (count > 0 ? Math.log(count) : LOG_OF_NOTHING));
}
