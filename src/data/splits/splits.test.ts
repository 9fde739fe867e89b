import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PREPARE, type PrepareSettings, SPLIT_KINDS, type SplitKind } from '../types';
import { cutsOf } from './globalTimeSplit';
import { numHeldOut, wholeShare } from './heldOut';
import { SPLITS } from './index';
import { ASIDE, type SplitInput, TEST, TRAIN, VALID } from './split';

/** Offsets of users with these numbers of interactions. */
const users = (...counts: number[]) =>
  Int32Array.from([0, ...counts]).map(
    (
      (sum) => (count) =>
        (sum += count)
    )(0),
  );

/** Rows as they lie in the table are the places, so that `times` and `givenParts` can be written user by user. */
function inputOf<T extends number[] | null = null, G extends number[] | null = null>(
  offsets: Int32Array,
  times = null as T,
  givenParts = null as G,
) {
  return {
    offsets,
    rows: Int32Array.from({ length: offsets[offsets.length - 1] }, (_, place) => place),
    timestamps: (times && Float64Array.from(times)) as T extends null ? null : Float64Array,
    givenParts: (givenParts && Uint8Array.from(givenParts)) as G extends null ? null : Uint8Array,
  };
}

/** A letter a place: `.` train, `v` validation, `T` test, `x` set aside; a string a user. */
const lettersOf = (kind: SplitKind, input: SplitInput, settings: Partial<PrepareSettings> = {}) => {
  const parts = SPLITS[kind].assign(input, { ...DEFAULT_PREPARE, split: kind, ...settings });
  const all = [...parts].map((part) => ({ [TRAIN]: '.', [VALID]: 'v', [TEST]: 'T', [ASIDE]: 'x' })[part]).join('');
  return Array.from({ length: input.offsets.length - 1 }, (_, user) =>
    all.slice(input.offsets[user], input.offsets[user + 1]),
  );
};
const letters = (kind: SplitKind, offsets: Int32Array, settings: Partial<PrepareSettings> = {}) =>
  lettersOf(kind, inputOf(offsets), settings);

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

  it('may leave users with one or two interactions nothing to train on, and counts them all the same', () => {
    const few = users(...new Array(100).fill(1), ...new Array(100).fill(2));
    const text = letters('random', few);
    expect([share(text, 'T'), share(text, 'v')]).toEqual([60, 24]);
    const withoutTraining = text.filter((user) => !user.includes('.'));
    expect(new Set(withoutTraining.map((user) => user.length))).toEqual(new Set([1, 2]));
    expect(share(text, '.') + share(text, 'T') + share(text, 'v')).toBe(300);
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

describe('randomUserSplit', () => {
  it('takes the share of each user, rounded down, and leaves everyone something to train on', () => {
    const text = letters('random-user', users(1, 4, 5, 10, 24));
    const count = (letter: string) => text.map((user) => user.split(letter).length - 1);
    expect(count('T')).toEqual([0, 0, 1, 2, 4]);
    expect(count('v')).toEqual([0, 0, 0, 1, 2]);
    expect(count('.')).toEqual([1, 4, 4, 7, 18]);
  });

  it('is the same for a seed and another for another seed', () => {
    const offsets = users(...new Array(20).fill(20));
    expect(letters('random-user', offsets, { seed: 5 })).toEqual(letters('random-user', offsets, { seed: 5 }));
    expect(letters('random-user', offsets, { seed: 5 })).not.toEqual(letters('random-user', offsets, { seed: 6 }));
  });

  it('draws every place equally often, and users apart from each other', () => {
    const text = letters('random-user', users(...new Array(2000).fill(10)));
    for (let place = 0; place < 10; place++) {
      const drawn = text.filter((user) => user[place] === 'T').length;
      // a fifth of 2000, with a standard deviation of 18
      expect(Math.abs(drawn - 400)).toBeLessThan(90);
    }
    expect(new Set(text).size).toBeGreaterThan(100);
  });

  it('draws test from the same place whatever the validation share', () => {
    const hide = (text: string[]) => text.map((user) => user.replaceAll('v', '.'));
    const offsets = users(12, 30, 7);
    expect(hide(letters('random-user', offsets, { validationShare: 0.4 }))).toEqual(
      hide(letters('random-user', offsets)),
    );
  });
});

describe('globalTimeSplit', () => {
  const three = users(4, 3, 3);
  const times = [1, 2, 10, 20, 5, 10, 11, 12, 15, 30];

  it('cuts at one moment for everyone, which itself is test', () => {
    const text = lettersOf('global-time', inputOf(three, times), { cutTime: 10, validationShare: 0 });
    expect(text).toEqual(['..TT', '.TT', 'xxx']);
  });

  it('takes the latest of what lies before the cut as validation, and sets aside who only appears then', () => {
    // before the cut at 20: 1 2 5 10 10 11 12 15; a quarter of them from 12 on
    const text = lettersOf('global-time', inputOf(three, times), { cutTime: 20, validationShare: 0.25 });
    expect(text).toEqual(['...T', '...', 'xxx']);
    const more = lettersOf('global-time', inputOf(users(4, 3, 3), [1, 2, 13, 20, 5, 10, 11, 9, 15, 30]), {
      cutTime: 20,
      validationShare: 0.25,
    });
    expect(more).toEqual(['..vT', '...', '.vT']);
  });

  it('finds the cut for a share: that many are at or after it', () => {
    const input = inputOf(three, times);
    expect(cutsOf(input, { cutTime: null, testShare: 0.2, validationShare: 0.25 })).toEqual({
      test: 20,
      validation: 12,
    });
    // 0.5 of ten: the fifth from the end is one of two at 11 and 12
    expect(cutsOf(input, { cutTime: null, testShare: 0.5, validationShare: 0 })).toEqual({ test: 11, validation: 11 });
  });

  it('takes all of the second that a share falls into, but never everything', () => {
    const input = inputOf(users(6), [1, 5, 5, 5, 5, 5]);
    const settings = { testShare: 0.2, validationShare: 0.1 };
    expect(cutsOf(input, { ...settings, cutTime: null }).test).toBe(5);
    expect(lettersOf('global-time', input, settings)).toEqual(['.TTTTT']);
    const same = inputOf(users(3, 2), [7, 7, 7, 7, 7]);
    expect(lettersOf('global-time', same, settings)).toEqual(['...', '..']);
    expect(lettersOf('global-time', inputOf(users(5), [5, 5, 5, 5, 9]), { testShare: 0.8 })).toEqual(['....T']);
  });

  it('has no training with a cut before all, and no test with one after', () => {
    expect(lettersOf('global-time', inputOf(three, times), { cutTime: 0 })).toEqual(['xxxx', 'xxx', 'xxx']);
    expect(lettersOf('global-time', inputOf(three, times), { cutTime: 31, validationShare: 0 })).toEqual([
      '....',
      '...',
      '...',
    ]);
  });

  it('does not depend on the seed', () => {
    const input = inputOf(three, times);
    expect(lettersOf('global-time', input, { seed: 1 })).toEqual(lettersOf('global-time', input, { seed: 2 }));
  });
});

describe('givenSplit', () => {
  const offsets = users(10, 3, 2);
  const given = [0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1];
  const times = given.map((_, place) => place);

  it('keeps test as given and takes the latest of the rest for validation', () => {
    expect(lettersOf('given', inputOf(offsets, times, given), { validationShare: 0.25 })).toEqual([
      '...T..' + '.vvT',
      '..T',
      'TT',
    ]);
  });

  it('draws validation by the seed where there are no times', () => {
    const draw = (seed: number) => lettersOf('given', inputOf(offsets, null, given), { validationShare: 0.25, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(new Set(Array.from({ length: 8 }, (_, seed) => draw(seed)[0])).size).toBeGreaterThan(2);
    for (let seed = 0; seed < 8; seed++) {
      expect(draw(seed)[0]).toMatch(/^[.v]{3}T[.v]{5}T$/);
      expect(draw(seed)[0].split('v')).toHaveLength(3);
    }
  });
});

describe('every split', () => {
  const anyShare = fc.double({ min: 0, max: 0.95, noNaN: true });
  /** Users of 0 to 40 interactions, oldest first, from a small range of times so that many are equal. */
  const anyInput = fc
    .array(fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 1 })), { maxLength: 40 }), {
      minLength: 1,
      maxLength: 20,
    })
    .map((lists) => {
      const sorted = lists.map((list) => list.toSorted((a, b) => a[0] - b[0]));
      return inputOf(
        users(...lists.map((list) => list.length)),
        sorted.flat().map(([time]) => time),
        sorted.flat().map(([, part]) => part),
      );
    });

  it.each(SPLIT_KINDS)('%s is listed under its own name', (kind) => {
    expect(SPLITS[kind].kind).toBe(kind);
  });

  it.each(SPLIT_KINDS)('%s is the same again for the same seed', (kind) => {
    fc.assert(
      fc.property(anyInput, anyShare, anyShare, fc.nat(), (input, testShare, validationShare, seed) => {
        const shares = { testShare, validationShare, seed };
        expect(lettersOf(kind, input, shares)).toEqual(lettersOf(kind, input, shares));
        const untimed = { ...input, timestamps: null };
        if (!SPLITS[kind].needsTimestamps) {
          expect(lettersOf(kind, untimed, shares)).toEqual(lettersOf(kind, untimed, shares));
        }
      }),
    );
  });

  const withShares = SPLIT_KINDS.filter((kind) => kind !== 'leave-one-out' && kind !== 'given');
  it.each(withShares)('%s takes exactly the shares asked for where they come out even', (kind) => {
    const offsets = users(...new Array(40).fill(50));
    const times = Array.from({ length: 2000 }, (_, place) => (place % 50) * 1000 + Math.floor(place / 50));
    const text = lettersOf(kind, inputOf(offsets, times), { testShare: 0.2, validationShare: 0.1 });
    expect([share(text, 'T'), share(text, 'v'), share(text, 'x')]).toEqual([400, 160, 0]);
  });

  it.each(SPLIT_KINDS.filter((kind) => SPLITS[kind].timeOrder === 'user'))(
    '%s keeps time order and trains on every user',
    (kind) => {
      fc.assert(
        fc.property(anyInput, anyShare, anyShare, (input, testShare, validationShare) => {
          for (const user of lettersOf(kind, input, { testShare, validationShare })) {
            expect(user).toMatch(/^(\.+v*T*)?$/);
          }
        }),
      );
    },
  );

  it.each(SPLIT_KINDS.filter((kind) => SPLITS[kind].timeOrder === 'everyone'))(
    '%s keeps one time order for everyone, and sets aside only who has no training',
    (kind) => {
      fc.assert(
        fc.property(
          anyInput,
          anyShare,
          anyShare,
          fc.option(fc.nat({ max: 70 })),
          (input, testShare, validationShare, cutTime) => {
            const text = lettersOf(kind, input, { testShare, validationShare, cutTime });
            for (const user of text) expect(user).toMatch(/^(\.+v*T*|x+)?$/);
            const all = text.join('');
            const timesOf = (letter: string) =>
              [...input.timestamps.keys()].filter((place) => all[place] === letter).map((k) => input.timestamps[k]);
            expect(Math.max(-1, ...timesOf('.'))).toBeLessThan(Math.min(99, ...timesOf('v'), ...timesOf('T')));
            expect(Math.max(-1, ...timesOf('v'))).toBeLessThan(Math.min(99, ...timesOf('T')));
          },
        ),
      );
    },
  );

  it.each(['random-user', 'temporal-user'] as const)('%s takes the same number of each user', (kind) => {
    fc.assert(
      fc.property(anyInput, anyShare, anyShare, (input, testShare, validationShare) => {
        for (const user of lettersOf(kind, input, { testShare, validationShare })) {
          const numTest = numHeldOut(user.length, testShare);
          expect(share([user], 'T')).toBe(numTest);
          expect(share([user], 'v')).toBe(numHeldOut(user.length - numTest, validationShare));
          if (user.length > 0) expect(share([user], '.')).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('given trains on everyone who has given training, and never moves test', () => {
    fc.assert(
      fc.property(anyInput, anyShare, (input, validationShare) => {
        const all = lettersOf('given', input, { validationShare }).join('');
        expect([...all].map((letter) => (letter === 'T' ? 1 : 0))).toEqual([...input.givenParts]);
        for (const user of lettersOf('given', input, { validationShare })) {
          if (/[.v]/.test(user)) expect(user).toContain('.');
        }
      }),
    );
  });
});
