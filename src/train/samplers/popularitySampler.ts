/**
 * Popular items come more often as negatives, with probability proportional to (training count)^0.75, as in word2vec
 * (Mikolov et al., "Distributed representations of words and phrases", NIPS 2013, sec. 2.2). They are the harder
 * negatives: a user has probably heard of a popular film and left it out.
 *
 * An item without a training interaction has weight 0 and is never drawn while the user has another choice.
 */
import type { RandomStream } from '@/lib/random';
import { createAliasTable } from './aliasTable';
import type { Positives } from './positives';
import type { NegativeSampler } from './types';
import { drawUnknown } from './uniformSampler';

/** word2vec's exponent: between uniform (0) and proportional to popularity (1). */
export const POPULARITY_EXPONENT = 0.75;

/** Popular items are refused often by active users, so more tries than in the uniform sampler. */
const MAX_REFUSALS = 64;

/**
 * @param positives users who know every item may not be asked for
 * @param popularity [numItems] training interactions
 */
export function createPopularitySampler(positives: Positives, popularity: ArrayLike<number>): NegativeSampler {
  const weights = Float64Array.from(popularity, (count) => count ** POPULARITY_EXPONENT);
  const table = createAliasTable(weights);
  return {
    draw(user, random) {
      for (let tries = 0; tries < MAX_REFUSALS; tries++) {
        const item = table.draw(random);
        if (!positives.has(user, item)) return item;
      }
      return drawUnknownWeighted(positives, weights, user, random);
    },
  };
}

/** The same distribution restricted to unknown items, by one pass over all items; uniform if all their weights are 0. */
function drawUnknownWeighted(positives: Positives, weights: Float64Array, user: number, random: RandomStream): number {
  let total = 0;
  for (let item = 0; item < weights.length; item++) {
    if (!positives.has(user, item)) total += weights[item];
  }
  if (total === 0) return drawUnknown(positives, user, random);
  let rest = random.uniform() * total;
  let last = -1;
  for (let item = 0; item < weights.length; item++) {
    if (weights[item] === 0 || positives.has(user, item)) continue;
    last = item;
    rest -= weights[item];
    if (rest < 0) break;
  }
  return last;
}
