/** Whatever interactions there are, written out in a layout and read again they are the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1, readKnown, sourceOfFile, zipOf } from '../testSupport';
import type { InteractionTable, Item } from '../types';
import { GENRES } from './ml100k';

const NAMED_GENRES = GENRES.slice(1);

/** Letters of ISO-8859-1, blanks, and what layouts use to separate things. */
const character = fc.constantFrom(..."aZ09éüñÆß ().,:!&'-".split(''));
const title = fc
  .string({ unit: character, minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/\s+/g, ' ').trim())
  // what filmTitle changes on purpose has a test of its own; a colon at an end would lengthen a `::`
  .filter((text) => text !== '' && !/, (The|A|An)( \(|$)|\(\d{4}\)|^:|:$/.test(text));

const item = fc.record({
  title,
  year: fc.option(fc.integer({ min: 1900, max: 2030 })),
  genres: fc.subarray(NAMED_GENRES, { maxLength: 4 }),
});

const row = fc.record({
  user: fc.integer({ min: 1, max: 12 }),
  item: fc.integer({ min: 1, max: 20 }),
  rating: fc.constantFrom(0.5, 1, 1.5, 2, 3, 3.5, 4, 5),
  time: fc.integer({ min: 0, max: 2_000_000_000 }),
});

const data = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 60 }),
  items: fc.array(item, { minLength: 20, maxLength: 20 }),
  newline: fc.constantFrom('\n', '\r\n'),
});
type Data = typeof data extends fc.Arbitrary<infer T> ? T : never;
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
    ['ml-100k', write100k],
    ['ml-1m', write1m],
  ])('through the layout %s', async (layout, write) => {
    await fc.assert(
      fc.asyncProperty(data, async (written) => {
        const zip = await zipOf(write(written));
        const { table } = await readKnown(sourceOfFile('random.zip', zip));
        expect(table.layout).toBe(layout);
        expectSame(table, written);
      }),
      { numRuns: 40 },
    );
  });
});
