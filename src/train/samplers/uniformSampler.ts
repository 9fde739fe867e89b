/** Every item that the user does not know is equally likely. Used by NCF, BPR, LightGCN and SASRec. */
import type { RandomStream } from '@/lib/random';
import type { Positives } from './positives';
import type { NegativeSampler } from './types';

/** After so many refused draws the user knows nearly everything: count through what is left instead. */
const MAX_REFUSALS = 32;

/** @param positives users who know every item may not be asked for */
export function createUniformSampler(positives: Positives): NegativeSampler {
  const { numItems } = positives;
  return {
    draw(user, random) {
      for (let tries = 0; tries < MAX_REFUSALS; tries++) {
        const item = random.integer(numItems);
        if (!positives.has(user, item)) return item;
      }
      return drawUnknown(positives, user, random);
    },
  };
}

/** Exactly uniform over the items that the user does not know, in time linear in those that the user knows. */
export function drawUnknown(positives: Positives, user: number, random: RandomStream): number {
  let item = random.integer(positives.numItems - positives.count(user));
  // The r-th unknown item: every known item at or before it moves it one further.
  for (const known of positives.sorted(user)) {
    if (known > item) break;
    item++;
  }
  return item;
}
