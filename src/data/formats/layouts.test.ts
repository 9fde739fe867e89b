/** The layouts without a test file of their own, on written files; and that each is told from the others. */
import { describe, expect, it } from 'vitest';
import { type RowLists, rowOf } from '@/lib/csr';
import { latin1, readKnown, sourceOf, sourceOfFile, zipOf } from '../testSupport';

const TABS = '1\t10\t5\t100\n1\t20\t3\t101\n2\t10\t4\t102\n';
const COLONS = '1::10::5::100\n1::20::3::101\n2::10::4::102\n';
const CSV = 'userId,movieId,rating,timestamp\n1,10,5.0,100\n1,20,3.5,101\n2,10,4.0,102\n';

const read = async (contents: Record<string, string | Uint8Array>, name = 'some') =>
  (await readKnown(sourceOf(contents, name))).table;

describe('MovieLens 10M', () => {
  it('has half stars, UTF-8 titles with :: in them, and no users', async () => {
    const table = await read({
      'ml-10M100K/ratings.dat': '1::122::4.5::838985046\n1::185::5::838983525\n2::122::0.5::838983392\n',
      'ml-10M100K/movies.dat':
        '122::Séance :: 夜 (1992)::Comedy|Romance\n185::Harbour, The (1995)::(no genres listed)\n',
      'ml-10M100K/tags.dat': '15::4973::excellent!::1215184630\n',
    });
    expect(table.layout).toBe('ml-10m');
    expect([...table.ratings]).toEqual([4.5, 5, 0.5]);
    expect(table.items).toEqual([
      { id: '122', title: 'Séance :: 夜', year: 1992, genres: ['Comedy', 'Romance'] },
      { id: '185', title: 'The Harbour', year: 1995, genres: [] },
    ]);
    expect(table.userAttributes).toBeNull();
    expect(table.sources.map(({ role, encoding }) => [role, encoding])).toEqual([
      ['ratings', 'ASCII'],
      ['items', 'UTF-8'],
      ['ignored', null],
    ]);
  });

  it('is told from 1M by its stars, its tags or its name', async () => {
    const layout = async (contents: Record<string, string>) => (await read(contents)).layout;
    expect(await layout({ 'ratings.dat': COLONS })).toBe('ml-1m');
    expect(await layout({ 'ratings.dat': '1::2::3.5::4\n' })).toBe('ml-10m');
    expect(await layout({ 'ratings.dat': COLONS, 'tags.dat': '' })).toBe('ml-10m');
    expect(await layout({ 'ml-10M100K/ratings.dat': COLONS })).toBe('ml-10m');
    expect(await layout({ 'ratings.dat': '1::2::3.5::4\n', 'users.dat': '1::F::25::3::0\n' })).toBe('ml-1m');
  });
});

describe('MovieLens as CSV', () => {
  const movies = [
    'movieId,title,genres',
    '10,"Orbit, The ""last"" (1995)",Drama|War',
    '20,Séance à Nová Ves (1987),(no genres listed)',
    '30,Unrated,Comedy',
    '',
  ].join('\r\n');

  it('has a header, quoted titles and UTF-8', async () => {
    const table = await read({
      'ml/ratings.csv': CSV,
      'ml/movies.csv': movies,
      'ml/links.csv': 'movieId,imdbId\n1,2\n',
    });
    expect(table.layout).toBe('ml-csv');
    expect([...table.ratings]).toEqual([5, 3.5, 4]);
    expect([...(table.timestamps ?? [])]).toEqual([100, 101, 102]);
    expect(table.items).toEqual([
      { id: '10', title: 'Orbit, The "last"', year: 1995, genres: ['Drama', 'War'] },
      { id: '20', title: 'Séance à Nová Ves', year: 1987, genres: [] },
    ]);
    expect(table.sources[0]).toMatchObject({ delimiter: ',', columns: ['userId', 'movieId', 'rating', 'timestamp'] });
    expect(table.sources[2].role).toBe('ignored');
  });

  it('is told by its header, whatever the file is called, with a byte order mark and CRLF', async () => {
    const table = await read({ 'mine.csv': `\uFEFF${CSV.replaceAll('\n', '\r\n')}` }, 'mine.csv');
    expect(table).toMatchObject({ name: 'mine', layout: 'ml-csv' });
    expect(table.users).toHaveLength(3);
    expect(table.sources[0].notes).toEqual(['byte-order-mark']);
  });

  it('reports films that cannot be read', async () => {
    const { table, problems } = await readKnown(
      sourceOf({ 'ratings.csv': CSV, 'movies.csv': 'movieId,title,genres\n10,"Orbit,Drama\n20,A,B,C\n' }),
    );
    expect(table.items.map(({ title }) => title)).toEqual(['10', '20']);
    expect(problems.groups().map(({ kind, examples }) => [kind, examples[0].line])).toEqual([
      ['unclosed-quote', 2],
      ['field-count', 3],
    ]);
  });
});

describe('train and test files', () => {
  it('are a split, with the films and users beside them', async () => {
    const table = await read({
      'ml-100k/u2.base': TABS,
      'ml-100k/u2.test': '3\t10\t1\t90\n',
      'ml-100k/u1.base': '9\t10\t1\t90\n9\t30\t2\t91\n',
      'ml-100k/u1.test': '9\t20\t5\t95\n',
      'ml-100k/u.user': '9|33|F|artist|0\n',
    });
    expect(table).toMatchObject({ name: 'some u1', layout: 'train-test' });
    expect([...(table.givenParts ?? [])]).toEqual([0, 0, 1]);
    expect(table.items.map(({ id }) => id)).toEqual(['10', '30', '20']);
    expect(table.userAttributes?.occupation).toEqual(['artist']);
    expect(table.sources.map(({ role }) => role)).toEqual(['ignored', 'ignored', 'ratings', 'ratings', 'users']);
  });

  it('may be called train, and separated as in 10M', async () => {
    const table = await read({ 'r1.train': COLONS, 'r1.test': '2::20::1::200\n' });
    expect(table).toMatchObject({ name: 'r1', layout: 'train-test' });
    expect([...(table.givenParts ?? [])]).toEqual([0, 0, 0, 1]);
  });

  it('count for nothing beside all ratings', async () => {
    const table = await read({ 'u1.base': TABS, 'u1.test': TABS, 'u.data': TABS });
    expect(table).toMatchObject({ layout: 'ml-100k', givenParts: null });
  });

  it('name the file of a row that cannot be read', async () => {
    const { table, problems } = await readKnown(
      sourceOf({ 'ua.base': TABS, 'ua.test': '1\t30\t5\t100\n1\t20\tx\t101\n' }),
    );
    expect([...(table.givenParts ?? [])]).toEqual([0, 0, 0, 1]);
    expect(problems.first).toMatchObject({ file: 'ua.test', line: 2, found: '"x"' });
  });
});

describe("the NCF authors' files", () => {
  const files = {
    'd/x.train.rating': '0\t0\t5\t100\n0\t1\t3\t101\n1\t0\t4\t102\n1\t2\t4\t103\n',
    'd/x.test.rating': '0\t2\t4\t110\n1\t1\t4\t111\n',
    'd/x.test.negative': '(1,1)\t0\t1\n(0,2)\t2\t1\t0\n',
  };

  it('are a split with the items to rank against', async () => {
    const table = await read(files);
    expect(table.layout).toBe('ncf');
    expect(table.userIds).toEqual(['0', '1']);
    expect(table.items.map(({ id, title }) => [id, title])).toEqual([
      ['0', '0'],
      ['1', '1'],
      ['2', '2'],
    ]);
    expect([...(table.givenParts ?? [])]).toEqual([0, 0, 0, 0, 1, 1]);
    const negatives = table.givenNegatives as RowLists;
    // also the test item itself, as the file has it
    expect([0, 1].map((user) => [...rowOf(negatives, user)])).toEqual([
      [2, 1, 0],
      [0, 1],
    ]);
  });

  it('have titles with a map of items and the films of 1M', async () => {
    const table = await read({
      ...files,
      'd/item_map.txt': '0 1193\n1 661\n2 914\n',
      'd/movies.dat': latin1('661::Séance (1996)::Horror\n1193::Orbit (1975)::Drama\n'),
    });
    expect(table.items).toEqual([
      { id: '0', title: 'Orbit', year: 1975, genres: ['Drama'] },
      { id: '1', title: 'Séance', year: 1996, genres: ['Horror'] },
      { id: '2', title: '2', year: null, genres: [] },
    ]);
  });

  it('do without negatives', async () => {
    const { 'd/x.test.negative': _, ...rest } = files;
    expect((await read(rest)).givenNegatives).toBeNull();
  });

  it('report negatives that are nowhere else, and pairs that are none', async () => {
    const { table, problems } = await readKnown(
      sourceOf({ ...files, 'd/x.test.negative': '(0,2)\t1\t77\n(7,1)\t0\n1,1\t0\n(1,1)\t0\tx\n' }),
    );
    expect(table.users).toHaveLength(6);
    expect(table.givenNegatives?.items).toHaveLength(0);
    expect(problems.groups().map(({ kind, column, examples }) => [kind, column, examples[0].found])).toEqual([
      ['unknown-item', 'itemId', '"77"'],
      ['unknown-item', 'userId', '"7"'],
      ['not-a-number', 'userId', '"1,1"'],
      ['not-a-number', 'itemId', '"x"'],
    ]);
  });
});

describe('times in milliseconds', () => {
  const SECONDS = [1_000_000_000, 1_000_000_060, 1_000_000_120];
  const PAIRS = [
    ['1', '10'],
    ['1', '20'],
    ['2', '10'],
  ];
  const rows = (delimiter: string) =>
    PAIRS.map((pair, i) => `${[...pair, 4, `${SECONDS[i]}500`].join(delimiter)}\n`).join('');
  const testRow = (delimiter: string) => `${['2', '20', 4, '1000000180500'].join(delimiter)}\n`;

  it.each([
    ['ml-100k', { 'u.data': rows('\t') }],
    ['ml-1m', { 'ratings.dat': rows('::') }],
    ['ml-10m', { 'ratings.dat': rows('::'), 'tags.dat': '' }],
    ['ml-csv', { 'ratings.csv': `userId,movieId,rating,timestamp\n${rows(',')}` }],
    ['train-test', { 'u1.base': rows('\t'), 'u1.test': testRow('\t') }],
    ['ncf', { 'x.train.rating': rows('\t'), 'x.test.rating': testRow('\t') }],
  ])('are told by their size, and noted: %s', async (layout, contents) => {
    const table = await read(contents);
    expect(table.layout).toBe(layout);
    expect([...(table.timestamps ?? [])].slice(0, 3)).toEqual(SECONDS.map((seconds) => seconds + 0.5));
    for (const source of table.sources.filter(({ role, columns }) => role === 'ratings' && columns.length > 3)) {
      expect(source.notes).toEqual(['times-in-milliseconds']);
    }
  });

  it('are not what MovieLens itself has', async () => {
    expect((await read({ 'ratings.dat': '1::10::5::978300760\n' })).sources[0].notes).toEqual([]);
  });
});

describe("the SASRec authors' sequences", () => {
  const sequences = '1 5\n1 3\n1 9\n2 3\n2 5\n3 9\n3 3\n';

  it('are users one after another; order is time, maps of ids beside them are not used', async () => {
    const table = await read({ 'd/ml.txt': sequences, 'd/map.txt': '1 1193\n2 661\n3 914\n', 'd/README': 'Hi' });
    expect(table).toMatchObject({ layout: 'sasrec', timestamps: null });
    expect([...table.ratings]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(table.items.map(({ id }) => id)).toEqual(['5', '3', '9']);
    expect(table.sources.map(({ role }) => role)).toEqual(['ratings', 'ignored', 'ignored']);
    expect(table.sources[0]).toMatchObject({ delimiter: 'space', notes: ['order-as-time', 'no-ratings'] });
  });

  it('are not any two columns', async () => {
    await expect(read({ 'map.txt': '1 1193\n2 661\n3 914\n' })).rejects.toThrow('no known layout');
    await expect(read({ 'mixed.txt': '2 5\n1 3\n2 9\n1 3\n' })).rejects.toThrow('no known layout');
  });
});

it('finds each layout in a zip as among files', async () => {
  const zip = await zipOf({ 'ml-25m/ratings.csv': CSV, 'ml-25m/README.txt': 'Summary\n=======\n\nThis data set' });
  expect((await readKnown(sourceOfFile('ml-25m.zip', zip))).table).toMatchObject({ name: 'ml-25m', layout: 'ml-csv' });
});
