/** The negative samplers, written out. To add one: a file here, its id in `SamplerId`, a line in `samplers`. */
import { PlaygroundError } from '@/lib/errors';
import type { SamplerId } from '@/models/types';
import { createPopularitySampler } from './popularitySampler';
import type { Positives } from './positives';
import type { NegativeSampler } from './types';
import { createUniformSampler } from './uniformSampler';

export { collectPositives, type Positives } from './positives';
export type { NegativeSampler } from './types';

const samplers: Record<SamplerId, (positives: Positives, popularity: Int32Array) => NegativeSampler> = {
  uniform: createUniformSampler,
  popularity: createPopularitySampler,
};

/**
 * Makes a sampler. Drawing for a user who knows every item is a mistake of the caller: see `requireNegatives`.
 * @param positives what is never drawn, for each user
 * @param popularity [numItems] training interactions
 */
export function createSampler(id: SamplerId, positives: Positives, popularity: Int32Array): NegativeSampler {
  return samplers[id](positives, popularity);
}

/**
 * Training needs a negative for every user: leaving a user out silently would break "each positive once an epoch".
 * @throws PlaygroundError 'too-few-interactions' if a user knows every item
 */
export function requireNegatives(positives: Positives): void {
  for (let user = 0; user < positives.numUsers; user++) {
    if (positives.count(user) >= positives.numItems) {
      throw new PlaygroundError(
        'too-few-interactions',
        `user ${user} has all ${positives.numItems} items in the training part, so no negative item is left to sample; ` +
          'use data with more items or a larger test share',
        { userIndex: user, items: positives.numItems },
      );
    }
  }
}
