import { describe, expect, it } from 'vitest';
import { prepareNew, settingsThatFit } from './prepareNew';
import { type Row, tableOf, userRows } from './testSupport';
import { DEFAULT_PREPARE, type InteractionTable } from './types';

const timed = tableOf([...userRows('a', 10), ...userRows('b', 10)]);
const timeless = tableOf(userRows('a', 10).map(([user, item, rating]): Row => [user, item, rating]));
const given: InteractionTable = { ...timed, givenParts: new Uint8Array(20).fill(1, 15) };

describe('prepareNew', () => {
  it('keeps settings that fit', () => {
    const wanted = { ...DEFAULT_PREPARE, split: 'global-time', cutTime: 5, minRating: 4, minPerItem: 2 } as const;
    expect(settingsThatFit(timed, wanted)).toEqual(wanted);
    expect(prepareNew(timed, wanted).summary.settings).toEqual(wanted);
  });

  it.each([
    ['split as the files are', given, { split: 'random' }, { split: 'given' }],
    ['no split that other files had', timed, { split: 'given' }, { split: 'temporal-user' }],
    ['no split by time without times', timeless, { split: 'global-time' }, { split: 'random-user' }],
    ['time order without times where it is known', { ...timeless, layout: 'sasrec' }, {}, { split: 'leave-one-out' }],
    ['a split that needs no times stays', { ...timeless, layout: 'sasrec' }, { split: 'random' }, { split: 'random' }],
    ['no date before the data', timed, { split: 'global-time', cutTime: 1 }, { cutTime: null }],
    ['no date after the data', timed, { split: 'global-time', cutTime: 11 }, { cutTime: null }],
    ['no rating that nobody gave', timed, { minRating: 4.5 }, { minRating: 0 }],
  ] as const)('%s', (_, table, wanted, expected) => {
    const settings = { ...DEFAULT_PREPARE, ...wanted };
    expect(settingsThatFit(table, settings)).toEqual({ ...settings, ...expected });
    expect(prepareNew(table, settings).train.items.length).toBeGreaterThan(0);
  });

  it('goes without filters where they leave nothing', () => {
    const few = tableOf([...userRows('a', 3), ...userRows('b', 4)]);
    const { settings, after } = prepareNew(few, DEFAULT_PREPARE).summary;
    expect(settings).toEqual({ ...DEFAULT_PREPARE, minPerUser: 1 });
    expect(after.interactions).toBe(7);
  });

  it('says so when there is nothing at all', () => {
    expect(() => prepareNew(tableOf([]), DEFAULT_PREPARE)).toThrow(
      expect.objectContaining({ code: 'too-few-interactions' }),
    );
  });
});
