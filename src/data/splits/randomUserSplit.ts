import { randomStream, shuffle } from '@/lib/random';
import { numHeldOut } from './heldOut';
import { type Split, TEST, VALID } from './split';

/**
 * Within each user, `testShare` drawn for test and `validationShare` of the rest for validation (He et al., "LightGCN",
 * SIGIR 2020, sec. 4.1, after Wang et al., "NGCF", SIGIR 2019). Rounded as `temporal-user` is, so that everyone trains.
 * Training may know a user's future.
 */
export const randomUserSplit: Split = {
  kind: 'random-user',
  needsTimestamps: false,
  timeOrder: 'none',
  assign({ offsets }, settings) {
    const parts = new Uint8Array(offsets[offsets.length - 1]);
    const random = randomStream(settings.seed, 'split');
    for (let user = 0; user + 1 < offsets.length; user++) {
      const own = parts.subarray(offsets[user], offsets[user + 1]);
      const numTest = numHeldOut(own.length, settings.testShare);
      const numValid = numHeldOut(own.length - numTest, settings.validationShare);
      own.fill(TEST, 0, numTest);
      own.fill(VALID, numTest, numTest + numValid);
      shuffle(own, random);
    }
    return parts;
  },
};
