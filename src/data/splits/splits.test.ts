import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PREPARE, type PrepareSettings, type SplitKind } from '../types';
import { numHeldOut, wholeShare } from './heldOut';
import { SPLITS } from './index';
import { TEST, TRAIN, VALID } from './split';

/** Offsets of users with these numbers of interactions. */
const users = (...counts: number[]) =>
  Int32Array.from([0, ...counts]).map(
    (
      (sum) => (count) =>
        (sum += count)
    )(0),
  );

const letters = (kind: SplitKind, offsets: Int32Array, settings: Partial<PrepareSettings> = {}) => {
  const parts = SPLITS[kind].assign(offsets, { ...DEFAULT_PREPARE, split: kind, ...settings });
  const all = [...parts].map((part) => ({ [TRAIN]: '.', [VALID]: 'v', [TEST]: 'T' })[part]).join('');
  return Array.from({ length: offsets.length - 1 }, (_, user) => all.slice(offsets[user], offsets[user + 1]));
};

const share = (text: string[], letter: string) => {
  const all = text.join('');
  return all.split(letter).length - 1;
};

describe('numHeldOut', () => {
  it('rounds down, but gives at least one from five on', () => {
    const tenths = Array.from({ length: 13 }, (_, count) => numHeldOut(count, 0.1));
    expect(tenths).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    const fifths = Array.from({ length: 16 }, (_, count) => numHeldOut(count, 0.2));
    expect(fifths).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
  });

  it('never takes all, and nothing for no share', () => {
    expect(numHeldOut(5, 0.99)).toBe(4);
    expect(numHeldOut(1, 0.99)).toBe(0);
    expect(numHeldOut(100, 0)).toBe(0);
  });

  it('does not lose one to rounding errors', () => {
    expect(0.29 * 100).toBeLessThan(29);
    expect(wholeShare(100, 0.29)).toBe(29);
  });
});

describe('temporalUserSplit', () => {
  it('takes the end of each history for test, and what is before it for validation', () => {
    expect(letters('temporal-user', users(10, 20))).toEqual(['.......vTT', '...............vTTTT']);
  });

  it('lets users with fewer than five only train, and those with five to six hold out as many as they can', () => {
    expect(letters('temporal-user', users(1, 4, 5, 6))).toEqual(['.', '....', '....T', '....vT']);
  });

  it('does not depend on the seed', () => {
    const offsets = users(7, 30, 12);
    expect(letters('temporal-user', offsets, { seed: 1 })).toEqual(letters('temporal-user', offsets, { seed: 2 }));
  });

  it('takes about the shares asked for', () => {
    const text = letters('temporal-user', users(...new Array(50).fill(100)), { testShare: 0.3, validationShare: 0.2 });
    expect(share(text, 'T')).toBe(50 * 30);
    expect(share(text, 'v')).toBe(50 * 14);
  });
});

describe('leaveOneOut', () => {
  it('takes the last for test and the one before for validation, from three on', () => {
    expect(letters('leave-one-out', users(0, 1, 2, 3, 6))).toEqual(['', '.', '..', '.vT', '....vT']);
  });
});

describe('randomSplit', () => {
  const offsets = users(...new Array(100).fill(20));

  it('takes exactly the shares of all interactions', () => {
    const text = letters('random', offsets);
    expect(share(text, 'T')).toBe(400);
    expect(share(text, 'v')).toBe(160);
  });

  it('is the same for a seed and another for another seed', () => {
    expect(letters('random', offsets, { seed: 5 })).toEqual(letters('random', offsets, { seed: 5 }));
    expect(letters('random', offsets, { seed: 5 })).not.toEqual(letters('random', offsets, { seed: 6 }));
  });

  it('looks neither at users nor at time', () => {
    const text = letters('random', offsets);
    const perUser = text.map((user) => user.split('T').length - 1);
    expect(new Set(perUser).size).toBeGreaterThan(3);
    const earlyHalf = text.map((user) => user.slice(0, 10)).join('');
    // 200 +- 9 of the 400 are in the early halves
    expect(Math.abs(earlyHalf.split('T').length - 1 - 200)).toBeLessThan(45);
  });

  it('draws test from the same place whatever the validation share', () => {
    const hide = (text: string[]) => text.map((user) => user.replaceAll('v', '.'));
    expect(hide(letters('random', offsets, { validationShare: 0.3 }))).toEqual(hide(letters('random', offsets)));
  });
});

describe('every split', () => {
  const kinds = Object.keys(SPLITS) as SplitKind[];
  const anyOffsets = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 20 }).map((counts) => users(...counts));
  const anyShare = fc.double({ min: 0, max: 0.95, noNaN: true });

  it.each(kinds)('%s is listed under its own name', (kind) => {
    expect(SPLITS[kind].kind).toBe(kind);
  });

  it.each(kinds.filter((kind) => SPLITS[kind].inTimeOrder))('%s keeps time order and trains on every user', (kind) => {
    fc.assert(
      fc.property(anyOffsets, anyShare, anyShare, (offsets, testShare, validationShare) => {
        for (const user of letters(kind, offsets, { testShare, validationShare })) {
          expect(user).toMatch(/^(\.+v*T*)?$/);
        }
      }),
    );
  });
});
