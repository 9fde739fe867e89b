import { randomStream, shuffle } from '@/lib/random';
import { numHeldOut } from './heldOut';
import { type Split, TEST, VALID } from './split';

/**
 * Train and test as the files have them; validation is `validationShare` of each user's training: the latest where there
 * are times, else drawn by the seed. Rounded as `temporal-user` is. Users may be in test alone: published numbers count
 * them.
 */
export const givenSplit: Split = {
  kind: 'given',
  needsTimestamps: false,
  timeOrder: 'none',
  assign({ offsets, rows, timestamps, givenParts }, settings) {
    const parts = new Uint8Array(rows.length);
    if (!givenParts) return parts;
    const random = randomStream(settings.seed, 'split');
    for (let user = 0; user + 1 < offsets.length; user++) {
      const training: number[] = [];
      for (let k = offsets[user]; k < offsets[user + 1]; k++) {
        if (givenParts[rows[k]] === 1) parts[k] = TEST;
        else training.push(k);
      }
      const numValid = numHeldOut(training.length, settings.validationShare);
      if (!timestamps) shuffle(training, random);
      for (const k of training.slice(training.length - numValid)) parts[k] = VALID;
    }
    return parts;
  },
};
