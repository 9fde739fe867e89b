/** The negative samplers, written out. To add one: a file here, its id in `SamplerId`, a line in `samplers`. */
import type { RandomStream } from '@/lib/random';
import type { SamplerId } from '@/models/types';
import { createPopularitySampler } from './popularitySampler';
import { collectPositives, type Positives } from './positives';
import type { NegativeSampler } from './types';
import { createUniformSampler } from './uniformSampler';

export { collectPositives, type Positives } from './positives';
export type { NegativeSampler } from './types';

const samplers: Record<SamplerId, (positives: Positives, popularity: Int32Array) => NegativeSampler> = {
  uniform: createUniformSampler,
  popularity: createPopularitySampler,
};

/**
 * Makes a sampler. Drawing for a user who knows every item is a mistake of the caller: see `hasNegatives`.
 * @param positives what is never drawn, for each user
 * @param popularity [numItems] training interactions
 */
export function createSampler(id: SamplerId, positives: Positives, popularity: Int32Array): NegativeSampler {
  return samplers[id](positives, popularity);
}

/** Draws from all items, whoever knows them. */
export function createItemSampler(id: SamplerId, popularity: Int32Array): (random: RandomStream) => number {
  const ofNobody = collectPositives(popularity.length, [{ offsets: new Int32Array(2), items: new Int32Array(0) }]);
  const sampler = samplers[id](ofNobody, popularity);
  return (random) => sampler.draw(0, random);
}

/**
 * Users for whom a negative can be drawn: all but those who know every item. The others are left out of batches: there is
 * nothing that their items could be told apart from, and nothing left to recommend to them.
 */
export function hasNegatives(positives: Positives): (user: number) => boolean {
  return (user) => positives.count(user) < positives.numItems;
}
