import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowLists, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { checkLeaks } from './leakCheck';
import { longTail } from './longTail';
import { oneOfEachPair } from './oneOfEachPair';
import { prepare } from './prepare';
import { SPLITS } from './splits';
import { type Row, tableOf, userRows } from './testSupport';
import { timelineOf } from './timeline';
import {
  DEFAULT_PREPARE,
  type DuplicatesPolicy,
  type InteractionTable,
  type PreparedDataset,
  type PrepareSettings,
  SPLIT_KINDS,
  type SplitKind,
} from './types';

const settings = (changes: Partial<PrepareSettings> = {}): PrepareSettings => ({ ...DEFAULT_PREPARE, ...changes });
const partNames = ['train', 'valid', 'test'] as const;

const NOT_PROMISED = { validOlderThanTrain: null, testOlderThanTrain: null, testOlderThanValid: null };

/** null where too few are left to train on */
function tryPrepare(table: InteractionTable, wanted: PrepareSettings): PreparedDataset | null {
  try {
    return prepare(table, wanted);
  } catch (thrown) {
    if (thrown instanceof PlaygroundError && thrown.code === 'too-few-interactions') return null;
    throw thrown;
  }
}

/** All interactions of a part as `user item rating time`. */
function written(dataset: PreparedDataset, part: (typeof partNames)[number]): string[] {
  const lists: RowLists = dataset[part];
  return dataset.userIds.flatMap((userId, user) =>
    Array.from(rowOf(lists, user), (item, i) => {
      const k = lists.offsets[user] + i;
      return `${userId} ${dataset.items[item].id} ${dataset.ratings[part][k]} ${dataset.times?.[part][k]}`;
    }),
  );
}

const anyRows = fc
  .array(
    fc.record({
      user: fc.integer({ min: 1, max: 8 }),
      item: fc.integer({ min: 1, max: 15 }),
      rating: fc.integer({ min: 1, max: 5 }),
      time: fc.integer({ min: 0, max: 30 }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((rows) => rows.map(({ user, item, rating, time }): Row => [`u${user}`, `i${item}`, rating, time]));

/** What should be left: the last word of each pair, by plain means. */
function lastWords(rows: Row[]): Map<string, string> {
  const best = new Map<string, Row>();
  for (const row of rows) {
    const known = best.get(`${row[0]} ${row[1]}`);
    if (!known || (row[3] ?? 0) >= (known[3] ?? 0)) best.set(`${row[0]} ${row[1]}`, row);
  }
  return new Map(Array.from(best, ([pair, row]) => [pair, row.join(' ')]));
}

describe('prepare', () => {
  it('splits each user in time order, whatever the order of the file', () => {
    const rows = userRows('a', 10);
    const dataset = prepare(tableOf([...rows.slice(5), ...rows.slice(0, 5).reverse()]), settings());
    expect(written(dataset, 'train')).toEqual(rows.slice(0, 7).map((row) => row.join(' ')));
    expect(written(dataset, 'valid')).toEqual(['a i8 4 8']);
    expect(written(dataset, 'test')).toEqual(['a i9 4 9', 'a i10 4 10']);
  });

  it('lets file order break ties of time', () => {
    const rows = ['d', 'b', 'a', 'e', 'c', 'f'].map((item): Row => ['u', item, 1, 7]);
    const dataset = prepare(tableOf(rows), settings({ split: 'leave-one-out' }));
    const ids = partNames.flatMap((part) => written(dataset, part)).map((text) => text.split(' ')[1]);
    expect(ids.join('')).toBe('dbaecf');
  });

  it.each([
    ['far apart', [9e15, 0, 1e15, 1e15, 7, 3], 'i1 i5 i4 i2 i3 i0'],
    ['no whole numbers', [9, 0, 0.75, 0.5, 0.25, 0.5], 'i1 i4 i3 i5 i2 i0'],
  ])('sorts times that are %s', (_, times, expected) => {
    const rows = times.map((time, i): Row => ['u', `i${i}`, 1, time]);
    const dataset = prepare(tableOf(rows), settings({ split: 'leave-one-out' }));
    const order = partNames.flatMap((part) => written(dataset, part)).map((text) => text.split(' ')[1]);
    expect(order.join(' ')).toBe(expected);
  });

  it('keeps the last of repeated pairs: the latest, and of equal times the last in the file', () => {
    const rows: Row[] = [
      ['a', 'x', 1, 50],
      ['a', 'y', 2, 10],
      ['a', 'x', 3, 20],
      ['a', 'y', 4, 10],
      ['a', 'z', 5, 30],
    ];
    const dataset = prepare(tableOf(rows), settings({ minPerUser: 1 }));
    expect(written(dataset, 'train')).toEqual(['a y 4 10', 'a z 5 30', 'a x 1 50']);
    expect(dataset.summary.numDuplicates).toBe(2);
    expect(dataset.summary.before.interactions).toBe(5);
    expect(dataset.summary.after.interactions).toBe(3);
  });

  it('filters by the last word, not by an earlier one', () => {
    const rows: Row[] = [
      ['a', 'x', 5, 1],
      ['a', 'x', 1, 2],
      ['a', 'y', 5, 3],
    ];
    const dataset = prepare(tableOf(rows), settings({ minRating: 4, minPerUser: 1 }));
    expect(dataset.items.map((item) => item.id)).toEqual(['y']);
  });

  it('drops users and items without interactions and numbers the rest again', () => {
    const rows: Row[] = [
      ...userRows('few', 2),
      ['few', 'only-few', 5, 9],
      ...userRows('a', 6),
      ['b', 'x', 1, 1],
      ...userRows('c', 5),
    ];
    const dataset = prepare(tableOf(rows), settings());
    expect(dataset.userIds).toEqual(['a', 'c']);
    expect(dataset.items.map((item) => item.id)).toEqual(['i1', 'i2', 'i3', 'i4', 'i5', 'i6']);
    expect(dataset.summary.before).toEqual({ users: 4, items: 8, interactions: 15 });
    expect(dataset.summary.after).toEqual({ users: 2, items: 6, interactions: 11 });
    expect(dataset.summary.parts).toEqual({
      train: { interactions: 8, users: 2 },
      valid: { interactions: 1, users: 1 },
      test: { interactions: 2, users: 2 },
    });
  });

  it('keeps items in the catalogue that nobody has in training', () => {
    const rows: Row[] = [...userRows('a', 5), ['a', 'late', 5, 99]];
    const dataset = prepare(tableOf(rows), settings());
    expect(dataset.items.map((item) => item.id)).toContain('late');
    expect([...dataset.popularity]).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('counts training interactions only as popularity', () => {
    const dataset = prepare(tableOf([...userRows('a', 10), ...userRows('b', 10), ...userRows('c', 5)]), settings());
    expect([...dataset.popularity]).toEqual([3, 3, 3, 3, 2, 2, 2, 0, 0, 0]);
    expect(dataset.summary.longTail).toEqual(
      [3, 3, 3, 3, 2, 2, 2, 0, 0, 0].map((count, i) => ({ rank: i + 1, count })),
    );
  });

  it('needs times to split by time, and none for a random split', () => {
    const table = tableOf(userRows('a', 10).map(([user, item, rating]): Row => [user, item, rating]));
    for (const split of ['temporal-user', 'global-time'] as const) {
      expect(() => prepare(table, settings({ split }))).toThrow(
        expect.objectContaining({ code: 'needs-timestamps', details: { split } }),
      );
    }
    const dataset = prepare(table, settings({ split: 'random' }));
    expect(dataset.times).toBeNull();
    expect(dataset.summary).toMatchObject({ hasTimestamps: false, timeRange: null, timeline: null, timeCuts: null });
    expect(dataset.summary.leakCheck).toEqual({ pairsInTwoParts: 0, ...NOT_PROMISED, testOlderThanAnyone: null });
    expect(dataset.summary.parts.test.interactions).toBe(2);
  });

  it('takes the order of the file for the order in time to leave one out without times', () => {
    const rows = ['d', 'b', 'a', 'c'].map((item): Row => ['u', item, 1]);
    const dataset = prepare(tableOf(rows), settings({ split: 'leave-one-out', minPerUser: 1 }));
    const ids = partNames.map((part) => Array.from(rowOf(dataset[part], 0), (item) => dataset.items[item].id).join(''));
    expect(ids).toEqual(['db', 'a', 'c']);
    expect(dataset.summary.leakCheck.testOlderThanTrain).toBeNull();
  });

  it('keeps the first of repeated pairs, or the highest, if asked to', () => {
    const rows: Row[] = [
      ['a', 'x', 3, 20],
      ['a', 'y', 2, 10],
      ['a', 'x', 1, 10],
      ['a', 'y', 2, 10],
      ['a', 'x', 3, 15],
    ];
    const kept = (duplicates: DuplicatesPolicy, table = tableOf(rows)) =>
      [...oneOfEachPair(table, duplicates)].map((row) => rows[row].join(' '));
    expect(kept('last')).toEqual(['a x 3 20', 'a y 2 10']);
    expect(kept('first')).toEqual(['a y 2 10', 'a x 1 10']);
    expect([...oneOfEachPair(tableOf(rows), 'last')]).toEqual([0, 3]);
    expect([...oneOfEachPair(tableOf(rows), 'first')]).toEqual([1, 2]);
    expect([...oneOfEachPair(tableOf(rows), 'highest')]).toEqual([0, 3]);
    const timeless = tableOf(rows.map(([user, item, rating]): Row => [user, item, rating]));
    expect([...oneOfEachPair(timeless, 'last')]).toEqual([3, 4]);
    expect([...oneOfEachPair(timeless, 'first')]).toEqual([0, 1]);
    expect([...oneOfEachPair(timeless, 'highest')]).toEqual([3, 4]);
  });

  it('sets aside who only appears after the cut, with what only they have, and says how much that is', () => {
    const rows: Row[] = [
      ['late', 'a', 5, 20],
      ['late', 'only-late', 5, 21],
      ['early', 'a', 5, 1],
      ['early', 'b', 5, 2],
      ['early', 'new', 5, 20],
    ];
    const cut = { split: 'global-time', cutTime: 10, validationShare: 0, minPerUser: 1 } as const;
    const dataset = prepare(tableOf(rows), settings(cut));
    expect(dataset.userIds).toEqual(['early']);
    expect(dataset.items.map((item) => item.id)).toEqual(['a', 'b', 'new']);
    expect(written(dataset, 'train')).toEqual(['early a 5 1', 'early b 5 2']);
    expect(written(dataset, 'test')).toEqual(['early new 5 20']);
    expect(dataset.summary.setAside).toEqual({ interactions: 2, users: 1 });
    expect(dataset.summary.after).toEqual({ users: 1, items: 3, interactions: 3 });
    expect(dataset.summary.timeCuts).toEqual({ validation: null, test: 10 });
    expect(dataset.summary.timeline?.counts.reduce((sum, count) => sum + count)).toBe(5);
    expect(dataset.summary.leakCheck.testOlderThanAnyone).toBe(0);
    expect(() => prepare(tableOf(rows), settings({ ...cut, cutTime: 1 }))).toThrow(
      expect.objectContaining({ code: 'too-few-interactions' }),
    );
  });

  it('carries what is known about users and their negatives along under the new numbers', () => {
    const table = tableOf([
      ['gone', 'only-gone', 5, 1],
      ...userRows('a', 5),
      ['none', 'i2', 5, 1],
      ...userRows('b', 6),
    ]);
    table.userAttributes = { gender: ['M', 'F', 'M', ''], age: null, occupation: ['0', '1', '2', '3'] };
    // of each user of the table: items only-gone, i2 / i6, i1, only-gone / - / i3
    table.givenNegatives = { offsets: Int32Array.of(0, 2, 5, 5, 6), items: Int32Array.of(0, 2, 6, 1, 0, 3) };
    const dataset = prepare(table, settings());
    expect(dataset.userIds).toEqual(['a', 'b']);
    expect(dataset.userAttributes).toEqual({ gender: ['F', ''], age: null, occupation: ['1', '3'] });
    const negatives = dataset.givenNegatives as RowLists;
    const ids = [0, 1].map((user) => Array.from(rowOf(negatives, user), (item) => dataset.items[item].id));
    expect(ids).toEqual([['i6', 'i1'], ['i3']]);
    expect(dataset.summary.has).toMatchObject({ userAttributes: true, givenNegatives: true });
  });

  it('splits as the files do, if they do', () => {
    const table = tableOf(userRows('a', 10));
    expect(() => prepare(table, settings({ split: 'given' }))).toThrow(
      expect.objectContaining({ code: 'invalid-config' }),
    );
    table.givenParts = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 1);
    const dataset = prepare(table, settings({ split: 'given', validationShare: 0.25 }));
    expect(written(dataset, 'test')).toEqual(['a i2 4 2', 'a i10 4 10']);
    expect(written(dataset, 'valid')).toEqual(['a i8 4 8', 'a i9 4 9']);
  });

  it('says so when nothing is left', () => {
    expect(() => prepare(tableOf(userRows('a', 10)), settings({ minRating: 4.5 }))).toThrow(
      expect.objectContaining({ code: 'too-few-interactions', details: expect.objectContaining({ minRating: 4.5 }) }),
    );
  });

  it.each<Partial<PrepareSettings>>([
    { testShare: 1 },
    { testShare: -0.1 },
    { validationShare: Number.NaN },
    { minPerUser: 2.5 },
    { seed: Number.NaN },
    { minRating: Number.POSITIVE_INFINITY },
    { split: 'by-moon' as SplitKind },
    { split: 'given' },
    { minPerItem: Number.NaN },
    { cutTime: Number.NaN },
    { duplicates: 'both' as DuplicatesPolicy },
  ])('refuses %j', (changes) => {
    expect(() => prepare(tableOf(userRows('a', 10)), settings(changes))).toThrow(
      expect.objectContaining({ code: 'invalid-config' }),
    );
  });

  it.each(SPLIT_KINDS)('loses and doubles nothing with the split %s', (split) => {
    fc.assert(
      fc.property(
        anyRows,
        fc.integer({ min: 0, max: 3 }),
        fc.infiniteStream(fc.nat({ max: 3 })),
        (rows, seed, given) => {
          const table = tableOf(rows);
          table.givenParts = Uint8Array.from(rows, () => (given.next().value === 0 ? 1 : 0));
          const [first] = rows.flatMap((row, index) => (table.givenParts?.[index] === 0 ? [row] : []));
          fc.pre(split !== 'given' || first !== undefined);
          const dataset = tryPrepare(table, settings({ split, seed, minPerUser: 1 }));
          fc.pre(dataset !== null);
          const all = partNames.flatMap((part) => written(dataset, part));
          const { setAside, leakCheck } = dataset.summary;
          const users = new Set(dataset.userIds);
          const expected = [...lastWords(rows).values()];
          const left = expected.filter((text) => users.has(text.split(' ')[0]));
          expect(all.sort()).toEqual(left.sort());
          expect(setAside.interactions).toBe(expected.length - left.length);
          if (split !== 'global-time') expect(setAside).toEqual({ interactions: 0, users: 0 });

          expect(leakCheck.pairsInTwoParts).toBe(0);
          const promised = SPLITS[split].timeOrder !== 'none' ? 0 : null;
          expect(leakCheck).toMatchObject({
            validOlderThanTrain: promised,
            testOlderThanTrain: promised,
            testOlderThanValid: promised,
          });
          if (SPLITS[split].timeOrder === 'everyone') expect(leakCheck.testOlderThanAnyone).toBe(0);
          for (const part of partNames) {
            const { times } = dataset;
            for (let user = 0; user < dataset.userIds.length; user++) {
              const own = times?.[part].slice(dataset[part].offsets[user], dataset[part].offsets[user + 1]);
              expect(own).toEqual(own?.slice().sort());
            }
          }
        },
      ),
    );
  });

  it('tells the same ratings with another given split, or with other negatives, apart', () => {
    const rows = userRows('a', 10);
    const negatives = (...items: number[]) => ({
      offsets: Int32Array.of(0, items.length),
      items: Int32Array.from(items),
    });
    const plain = tableOf(rows);
    const forms = [
      {},
      { givenParts: new Uint8Array(10) },
      { givenParts: new Uint8Array(10).fill(2, 9) },
      { givenNegatives: negatives(1, 2) },
      { givenNegatives: negatives(2, 3) },
    ];
    const summaries = forms.map((form) => prepare({ ...plain, ...form }, settings()).summary);
    expect(new Set(summaries.map(({ fingerprint }) => fingerprint)).size).toBe(forms.length);
    expect(new Set(summaries.map(({ key }) => key)).size).toBe(forms.length);
  });

  it('gives the same data set and key again, and another key for other data or settings', () => {
    const rows = userRows('a', 10);
    const dataset = prepare(tableOf(rows), settings());
    expect(prepare(tableOf(rows), settings())).toEqual(dataset);
    const fingerprints = [dataset.summary.fingerprint];
    const changes: ((table: ReturnType<typeof tableOf>) => void)[] = [
      (table) => table.ratings.fill(5, 3, 4),
      (table) => table.timestamps?.fill(0, 3, 4),
      (table) => table.users.fill(0) && table.userIds.fill('b'),
      (table) => table.itemIndices.reverse(),
      (table) => table.items.splice(0, 1, { ...table.items[0], id: 'other' }),
    ];
    for (const change of changes) {
      const table = tableOf(rows);
      change(table);
      fingerprints.push(prepare(table, settings()).summary.fingerprint);
    }
    expect(new Set(fingerprints).size).toBe(changes.length + 1);

    const keys = [
      {},
      { minRating: 1 },
      { duplicates: 'first' as const },
      { minPerUser: 2 },
      { minPerItem: 0 },
      { iterative: false },
      { split: 'random' as const },
      { cutTime: 5 },
      { testShare: 0.3 },
      { validationShare: 0.2 },
      { seed: 43 },
    ].map((change) => prepare(tableOf(rows), settings(change)).summary.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key.startsWith(`${dataset.summary.fingerprint}/`))).toBe(true);

    const titled = tableOf(rows);
    titled.items[0] = { ...titled.items[0], title: 'Another title' };
    const { key, fingerprint } = prepare(titled, settings()).summary;
    expect(fingerprint).toBe(dataset.summary.fingerprint);
    expect(key).not.toBe(dataset.summary.key);
  });

  it('tells how long training histories are', () => {
    const rows = [1, 3, 4, 5, 20].flatMap((count, user) => userRows(`u${user}`, count));
    const { histories } = prepare(tableOf(rows), settings({ minPerUser: 1, testShare: 0, validationShare: 0 })).summary;
    expect(histories).toEqual({ lowerQuartile: 3, median: 4, upperQuartile: 5, under5: 3 });
    const few = prepare(tableOf(userRows('a', 2)), settings({ minPerUser: 1 })).summary.histories;
    expect(few).toEqual({ lowerQuartile: 2, median: 2, upperQuartile: 2, under5: 1 });
  });

  it('tells which splits the data allow', () => {
    const all = prepare(tableOf(userRows('a', 10)), settings()).summary.splits;
    expect(all).toEqual(SPLIT_KINDS.filter((kind) => kind !== 'given'));
    const timeless = tableOf(userRows('a', 10).map(([user, item, rating]): Row => [user, item, rating]));
    timeless.givenParts = new Uint8Array(10);
    expect(prepare(timeless, settings({ split: 'given' })).summary.splits).toEqual([
      'leave-one-out',
      'random',
      'random-user',
      'given',
    ]);
  });

  it('tells the time range of all that was read', () => {
    const dataset = prepare(tableOf([['z', 'i1', 5, 1000], ...userRows('a', 10)]), settings());
    expect(dataset.summary.timeRange).toEqual({ from: 1, to: 1000 });
  });
});

describe('checkLeaks', () => {
  const lists = (items: number[]): RowLists => ({
    offsets: Int32Array.of(0, items.length),
    items: Int32Array.from(items),
  });

  it('finds pairs in two parts and test before train', () => {
    const parts = {
      train: lists([0, 1]),
      valid: lists([1]),
      test: lists([2, 0, 3]),
      times: { train: Float64Array.of(5, 9), valid: Float64Array.of(9), test: Float64Array.of(8, 9, 10) },
    };
    const found = { pairsInTwoParts: 2, testOlderThanAnyone: 1 };
    expect(checkLeaks(parts, 4, true)).toEqual({
      ...found,
      validOlderThanTrain: 0,
      testOlderThanTrain: 1,
      testOlderThanValid: 1,
    });
    expect(checkLeaks(parts, 4, false)).toEqual({ ...found, ...NOT_PROMISED });
  });

  it('compares validation with train, and test with validation', () => {
    const parts = {
      train: lists([0, 1]),
      valid: lists([2, 3]),
      test: lists([4]),
      times: { train: Float64Array.of(1, 5), valid: Float64Array.of(4, 8), test: Float64Array.of(7) },
    };
    expect(checkLeaks(parts, 5, true)).toEqual({
      pairsInTwoParts: 0,
      validOlderThanTrain: 1,
      testOlderThanTrain: 0,
      testOlderThanValid: 1,
      testOlderThanAnyone: 1,
    });
  });

  it('does not take another user’s interaction for a leak', () => {
    const two = (offsets: number[], items: number[]) => ({
      offsets: Int32Array.from(offsets),
      items: Int32Array.from(items),
    });
    const parts = { train: two([0, 1, 1], [0]), valid: two([0, 0, 0], []), test: two([0, 0, 1], [0]), times: null };
    expect(checkLeaks(parts, 1, true)).toEqual({ pairsInTwoParts: 0, ...NOT_PROMISED, testOlderThanAnyone: null });
    const times = { train: Float64Array.of(9), valid: new Float64Array(), test: Float64Array.of(5) };
    // the other user's clock is another matter
    expect(checkLeaks({ ...parts, times }, 1, true)).toEqual({
      pairsInTwoParts: 0,
      validOlderThanTrain: 0,
      testOlderThanTrain: 0,
      testOlderThanValid: 0,
      testOlderThanAnyone: 1,
    });
  });
});

describe('longTail', () => {
  it('keeps head and end of long catalogues, and the order', () => {
    const points = longTail(Int32Array.from({ length: 5000 }, (_, i) => (i * 7919) % 5000));
    expect(points.length).toBeLessThanOrEqual(100);
    expect(points.length).toBeGreaterThan(90);
    expect(points[0]).toEqual({ rank: 1, count: 4999 });
    expect(points.at(-1)).toEqual({ rank: 5000, count: 0 });
    for (const [i, point] of points.entries()) {
      expect(point.count).toBe(5000 - point.rank);
      if (i > 0) expect(point.rank).toBeGreaterThan(points[i - 1].rank);
    }
    expect(points[1].rank).toBeLessThan(5);
  });

  it('is empty for an empty catalogue', () => {
    expect(longTail(new Int32Array())).toEqual([]);
  });
});

describe('timelineOf', () => {
  const DAY = 24 * 3600;
  const of = (...times: number[]) => timelineOf(Float64Array.from(times), Int32Array.from(times.keys()));

  it('counts the rows in bars of a usual length that begin at multiples of it', () => {
    expect(of(100, 101, 101, 105)).toEqual({ from: 100, barSeconds: 1, counts: [1, 2, 0, 0, 0, 1] });
    expect(of(3 * DAY + 5, 122 * DAY, 122 * DAY - 1)).toEqual({
      from: 3 * DAY,
      barSeconds: DAY,
      counts: [1, ...new Array(117).fill(0), 1, 1],
    });
    expect(of(3 * DAY + 5, 123 * DAY)).toMatchObject({ from: 2 * DAY, barSeconds: 2 * DAY });
  });

  it('is null without rows', () => {
    expect(of()).toBeNull();
  });

  it('loses nothing and never has more than 120 bars, before 1970 as well', () => {
    const anyTime = fc.oneof(
      fc.integer({ min: -5e9, max: 5e9 }),
      fc.integer({ min: 0, max: 500 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(anyTime, { minLength: 1 }), (times) => {
        const timeline = of(...times);
        expect(timeline?.counts.length).toBeLessThanOrEqual(120);
        expect(timeline?.counts.reduce((sum, count) => sum + count)).toBe(times.length);
        expect(timeline?.counts.at(0)).toBeGreaterThan(0);
        expect(timeline?.counts.at(-1)).toBeGreaterThan(0);
      }),
    );
  });
});
