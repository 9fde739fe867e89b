import { randomStream, shuffle } from '@/lib/random';
import { wholeShare } from './heldOut';
import { type Split, TEST, VALID } from './split';

/**
 * Over all interactions, whoever they belong to: `testShare` of them drawn for test, and `validationShare` of the rest
 * for validation. Training may then know a user's future, and a user may have no training interaction at all.
 */
export const randomSplit: Split = {
  kind: 'random',
  needsTimestamps: false,
  timeOrder: 'none',
  assign({ offsets }, settings) {
    const count = offsets[offsets.length - 1];
    const parts = new Uint8Array(count);
    const drawn = Int32Array.from(parts.keys());
    shuffle(drawn, randomStream(settings.seed, 'split'));
    const numTest = wholeShare(count, settings.testShare);
    const numValid = wholeShare(count - numTest, settings.validationShare);
    for (let i = 0; i < numTest; i++) parts[drawn[i]] = TEST;
    for (let i = numTest; i < numTest + numValid; i++) parts[drawn[i]] = VALID;
    return parts;
  },
};
