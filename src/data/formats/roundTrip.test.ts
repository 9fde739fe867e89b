/** Whatever interactions there are, written out in a layout and read again they are the same. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { type RowLists, rowOf } from '@/lib/csr';
import { previewMapping, readByMapping } from '../readSource';
import { openSource } from '../sources/openSource';
import { latin1, readKnown, sourceOf, sourceOfFile, zipOf } from '../testSupport';
import type { InteractionTable, Item } from '../types';
import { GENRES } from './ml100k';

const NAMED_GENRES = GENRES.slice(1);

/** Letters of ISO-8859-1, blanks, quotes, and what layouts use to separate things; `::` comes as one. */
const LATIN = [...'aZ09éüñÆß ().,;:!&\'-"', '::'];
/** What only UTF-8 can write. */
const BEYOND_LATIN = [...'Žłωдж夜の🎬', '\u0301'];

const itemWith = (units: string[]) =>
  fc.record({
    title: fc
      .string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 20 })
      .map((text) => text.replace(/\s+/g, ' ').trim())
      // what filmTitle changes on purpose has a test of its own; a colon at an end would lengthen a `::`
      .filter((text) => text !== '' && !/, (The|A|An)( \(|$)|\(\d{4}\)|^:|:$/.test(text)),
    year: fc.option(fc.integer({ min: 1900, max: 2030 })),
    genres: fc.subarray(NAMED_GENRES, { maxLength: 4 }),
  });

const row = fc.record({
  user: fc.integer({ min: 1, max: 12 }),
  item: fc.integer({ min: 1, max: 20 }),
  rating: fc.constantFrom(0.5, 1, 1.5, 2, 3, 3.5, 4, 5),
  time: fc.integer({ min: 0, max: 2_000_000_000 }),
});

const dataWith = (units: string[]) =>
  fc.record({
    rows: fc.array(row, { minLength: 2, maxLength: 60 }),
    items: fc.array(itemWith(units), { minLength: 20, maxLength: 20 }),
    newline: fc.constantFrom('\n', '\r\n'),
  });
type Data = ReturnType<typeof dataWith> extends fc.Arbitrary<infer T> ? T : never;
type PlainItem = Data['items'][number];

const withYear = ({ title, year }: PlainItem) => (year === null ? title : `${title} (${year})`);

const write100k = ({ rows, items, newline }: Data) => ({
  'ml-100k/u.data': rows.map((row) => [row.user, row.item, row.rating, row.time].join('\t') + newline).join(''),
  'ml-100k/u.item': latin1(
    items
      .map((item, i) => {
        const flags = GENRES.map((genre) => Number(item.genres.includes(genre)));
        return [i + 1, withYear(item), '', '', '', ...flags].join('|') + newline;
      })
      .join(''),
  ),
});

const write1m = ({ rows, items, newline }: Data) => ({
  'ml-1m/ratings.dat': rows.map((row) => [row.user, row.item, row.rating, row.time].join('::') + newline).join(''),
  // half stars are in 10M only, users in 1M only
  'ml-1m/users.dat': '1::F::25::3::0\n',
  'ml-1m/movies.dat': latin1(
    items.map((item, i) => [i + 1, withYear(item), item.genres.join('|')].join('::') + newline).join(''),
  ),
});

const ratings10m = ({ rows, newline }: Data) =>
  rows.map((row) => [row.user, row.item, row.rating, row.time].join('::') + newline).join('');

const write10m = (written: Data) => ({
  'ml-10M100K/ratings.dat': ratings10m(written),
  'ml-10M100K/tags.dat': '',
  'ml-10M100K/movies.dat': written.items
    .map((item, i) => [i + 1, withYear(item), item.genres.join('|')].join('::') + written.newline)
    .join(''),
});

const writeCsv = ({ rows, items, newline }: Data) => ({
  'ml/ratings.csv': Papa.unparse(
    { fields: ['userId', 'movieId', 'rating', 'timestamp'], data: rows.map((row) => Object.values(row)) },
    { newline },
  ),
  'ml/movies.csv': Papa.unparse(
    {
      fields: ['movieId', 'title', 'genres'],
      data: items.map((item, i) => [i + 1, withYear(item), item.genres.join('|') || '(no genres listed)']),
    },
    { newline },
  ),
});

const tabs = (rows: Data['rows'], newline: string) =>
  rows.map((row) => [row.user, row.item, row.rating, row.time].join('\t') + newline).join('');

/** The first half to train on, the rest to test on. */
const writePair = (written: Data) => {
  const half = Math.ceil(written.rows.length / 2);
  return {
    'u1.base': tabs(written.rows.slice(0, half), written.newline),
    'u1.test': tabs(written.rows.slice(half), written.newline),
    'u.item': write100k(written)['ml-100k/u.item'],
  };
};

/** What is called what in the mapping's file. */
const writeMapped = ({ rows, items, newline }: Data) =>
  Papa.unparse(
    {
      fields: ['rating', 'movie', 'title', 'user', 'genres', 'time'],
      data: rows.map((row) => {
        const item = items[row.item - 1];
        return [row.rating, row.item, withYear(item), row.user, item.genres.join('|'), row.time];
      }),
    },
    { newline },
  );

function expectSame(table: InteractionTable, { rows, items }: Data): void {
  const read = Array.from(table.users, (user, i) => ({
    user: Number(table.userIds[user]),
    item: Number(table.items[table.itemIndices[i]].id),
    rating: table.ratings[i],
    time: table.timestamps?.[i],
  }));
  expect(read).toEqual(rows);
  const order = [...new Set(rows.map((row) => row.item))];
  expect(table.items).toEqual(order.map((id): Item => ({ id: String(id), ...items[id - 1] })));
  const pairs = new Set(rows.map((row) => `${row.user}/${row.item}`));
  expect(table.numDuplicates).toBe(rows.length - pairs.size);
}

describe('round trip', { timeout: 30_000 }, () => {
  it.each([
    ['ml-100k', write100k, LATIN],
    ['ml-1m', write1m, [...LATIN, '|']],
    ['ml-10m', write10m, [...LATIN, ...BEYOND_LATIN, '|']],
    ['ml-csv', writeCsv, [...LATIN, ...BEYOND_LATIN, '|']],
    ['train-test', writePair, LATIN],
  ] as const)('through the layout %s', async (layout, write, units) => {
    await fc.assert(
      fc.asyncProperty(dataWith([...units]), async (written) => {
        const zip = await zipOf(write(written));
        const { table, problems } = await readKnown(sourceOfFile('random.zip', zip));
        expect(table.layout).toBe(layout);
        expect(problems.groups()).toEqual([]);
        expectSame(table, written);
        if (layout === 'train-test') {
          const half = Math.ceil(written.rows.length / 2);
          expect([...(table.givenParts ?? [])]).toEqual(written.rows.map((_, i) => Number(i >= half)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('through the layout mapped', async () => {
    await fc.assert(
      fc.asyncProperty(dataWith([...LATIN, ...BEYOND_LATIN, '|']), fc.boolean(), async (written, withMark) => {
        const text = (withMark ? '\uFEFF' : '') + writeMapped(written);
        const archive = await openSource(sourceOfFile('random.csv', text), {});
        const { mapping } = await previewMapping(archive, null, {});
        // Whatever the guess is: this is what was written.
        const columns = { user: 3, item: 1, rating: 0, timestamp: 5, title: 2, genres: 4 };
        expect(mapping).toEqual({ ...mapping, delimiter: ',', header: true, encoding: 'utf-8', columns });
        const { table, problems } = await readByMapping(archive, mapping, {});
        expect(problems.groups()).toEqual([]);
        expectSame(table, written);
      }),
      { numRuns: 40 },
    );
  });

  it("through the NCF authors' files", async () => {
    const rated = fc.record({
      item: fc.integer({ min: 0, max: 15 }),
      rating: fc.constantFrom(0.5, 1, 2.5, 4, 5),
      time: fc.integer({ min: 0, max: 2_000_000_000 }),
    });
    const users = fc.array(
      fc.record({
        train: fc.array(rated, { minLength: 1, maxLength: 5 }),
        test: rated,
        negatives: fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(users, async (written) => {
        type Rated = (typeof written)[number]['test'];
        const line = (user: number, { item, rating, time }: Rated) => `${user}\t${item}\t${rating}\t${time}\n`;
        const known = new Set(written.flatMap(({ train, test }) => [...train, test].map(({ item }) => item)));
        const wanted = written.map(({ negatives }) => negatives.filter((item) => known.has(item)));
        const source = sourceOf({
          'ml.train.rating': written.map(({ train }, user) => train.map((row) => line(user, row)).join('')).join(''),
          'ml.test.rating': written.map(({ test }, user) => line(user, test)).join(''),
          'ml.test.negative': written
            .map(({ test }, user) => [`(${user},${test.item})`, ...wanted[user]].join('\t'))
            .map((text) => `${text}\n`)
            .join(''),
        });
        const { table, problems } = await readKnown(source);
        expect(table.layout).toBe('ncf');
        expect(problems.groups()).toEqual([]);
        const numTrain = written.reduce((sum, { train }) => sum + train.length, 0);
        const read = Array.from(table.users, (user, i) => ({
          user,
          item: Number(table.items[table.itemIndices[i]].id),
          rating: table.ratings[i],
          time: table.timestamps?.[i],
        }));
        expect(read.slice(0, numTrain)).toEqual(
          written.flatMap(({ train }, user) => train.map((row) => ({ user, ...row }))),
        );
        expect(read.slice(numTrain)).toEqual(written.map(({ test }, user) => ({ user, ...test })));
        expect(table.givenParts?.indexOf(1)).toBe(numTrain);
        const negatives = table.givenNegatives as RowLists;
        expect(
          written.map((_, user) => Array.from(rowOf(negatives, user), (item) => Number(table.items[item].id))),
        ).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it("through the SASRec authors' sequences", async () => {
    const sequence = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(fc.array(sequence, { minLength: 1, maxLength: 8 }), async (written) => {
        const lines = written.flatMap((items, user) => items.map((item) => `${user + 1} ${item}`));
        const { table, problems } = await readKnown(sourceOfFile('ml.txt', lines.join('\n')));
        expect(table).toMatchObject({ layout: 'sasrec', timestamps: null });
        expect(problems.groups()).toEqual([]);
        const read = Array.from(
          table.users,
          (user, i) => `${table.userIds[user]} ${table.items[table.itemIndices[i]].id}`,
        );
        expect(read).toEqual(lines);
      }),
      { numRuns: 40 },
    );
  });
});
