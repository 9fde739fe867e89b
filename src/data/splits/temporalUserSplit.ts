import { numHeldOut } from './heldOut';
import { type Split, TEST, VALID } from './split';

/**
 * Within each user, the latest `testShare` is test, and of the rest the latest `validationShare` is validation.
 * Shares are rounded down; a user with five or more (five or more left, for validation) gives at least one, one with
 * fewer may give none and then only trains. The clock is each user's own: a film may be test for one user before
 * another one watches it in training.
 */
export const temporalUserSplit: Split = {
  kind: 'temporal-user',
  needsTimestamps: true,
  timeOrder: 'user',
  assign({ offsets }, settings) {
    const parts = new Uint8Array(offsets[offsets.length - 1]);
    for (let user = 0; user + 1 < offsets.length; user++) {
      const end = offsets[user + 1];
      const count = end - offsets[user];
      const numTest = numHeldOut(count, settings.testShare);
      const numValid = numHeldOut(count - numTest, settings.validationShare);
      parts.fill(TEST, end - numTest, end);
      parts.fill(VALID, end - numTest - numValid, end - numTest);
    }
    return parts;
  },
};
