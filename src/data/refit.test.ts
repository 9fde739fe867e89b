import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatRows, rowOf } from '@/lib/csr';
import { prepare } from './prepare';
import { refitted } from './refit';
import { keyBeforeRefit, refitKey } from './refitKey';
import { type Row, tableOf, userRows } from './testSupport';
import { DEFAULT_PREPARE, type PrepareSettings } from './types';

const prepared = (rows: Row[], settings: Partial<PrepareSettings> = {}) =>
  prepare(tableOf(rows), { ...DEFAULT_PREPARE, minPerUser: 1, ...settings });

describe('refitted', () => {
  it('has validation in train, nothing to validate on, and the same test', () => {
    const dataset = prepared([...userRows('a', 10), ...userRows('b', 5)]);
    const refit = refitted(dataset);
    expect([...rowOf(dataset.train, 0)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...rowOf(refit.train, 0)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...rowOf(refit.train, 1)]).toEqual([0, 1, 2, 3]);
    expect(refit.valid).toEqual({ offsets: Int32Array.of(0, 0, 0), items: new Int32Array() });
    expect(refit.test).toEqual(dataset.test);
    expect([...refit.popularity]).toEqual([2, 2, 2, 2, 1, 1, 1, 1, 0, 0]);
    expect(refit.summary).toMatchObject({
      refit: true,
      key: `${dataset.summary.key}/refit`,
      fingerprint: dataset.summary.fingerprint,
      parts: {
        train: { interactions: 12, users: 2 },
        valid: { interactions: 0, users: 0 },
        test: dataset.summary.parts.test,
      },
    });
    expect(refit.summary.longTail[0]).toEqual({ rank: 1, count: 2 });
    expect(dataset.summary.refit).toBe(false);
    expect(refitted(refit)).toBe(refit);
  });

  it('tells its key from that of the data set it was made of', () => {
    expect(keyBeforeRefit(refitKey('abc/12'))).toBe('abc/12');
    expect(keyBeforeRefit('abc/12')).toBeNull();
  });

  it('puts validation where it belongs in time, with its ratings', () => {
    const anyRows = fc
      .array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 12 }), fc.integer({ min: 1, max: 5 }), fc.nat({ max: 20 })), {
        minLength: 1,
        maxLength: 80,
      })
      .map((rows) => rows.map(([user, item, rating, time]): Row => [`u${user}`, `i${item}`, rating, time]));
    fc.assert(
      fc.property(anyRows, fc.constantFrom('random', 'random-user', 'temporal-user'), (rows, split) => {
        const dataset = prepared(rows, { split, testShare: 0.1, validationShare: 0.4 });
        const refit = refitted(dataset);
        const parts = concatRows(dataset.train, dataset.valid);
        for (let user = 0; user < dataset.userIds.length; user++) {
          expect([...rowOf(refit.train, user)].sort()).toEqual([...rowOf(parts, user)].sort());
          const [from, to] = [refit.train.offsets[user], refit.train.offsets[user + 1]];
          const times = Array.from(refit.times?.train.slice(from, to) ?? []);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          // each with the rating and time that the data set has for it
          for (let k = from; k < to; k++) {
            const same = [dataset.train, dataset.valid].flatMap((lists, part) =>
              Array.from(rowOf(lists, user), (item, i) => ({ item, part, k: lists.offsets[user] + i })),
            );
            const found = same.find(({ item }) => item === refit.train.items[k]);
            const name = found?.part === 0 ? 'train' : 'valid';
            expect(refit.ratings.train[k]).toBe(dataset.ratings[name][found?.k ?? -1]);
            expect(refit.times?.train[k]).toBe(dataset.times?.[name][found?.k ?? -1]);
          }
        }
      }),
    );
  });

  it('works without times: validation follows train', () => {
    const rows = userRows('a', 10).map(([user, item, rating]): Row => [user, item, rating]);
    const dataset = prepared(rows, { split: 'random-user' });
    const refit = refitted(dataset);
    expect(refit.times).toBeNull();
    expect([...rowOf(refit.train, 0)]).toEqual([...rowOf(dataset.train, 0), ...rowOf(dataset.valid, 0)]);
  });
});
