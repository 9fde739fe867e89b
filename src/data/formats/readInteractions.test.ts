import { describe, expect, it } from 'vitest';
import type { ReadProgress } from '../importControl';
import { ProblemLog } from '../problemLog';
import { archiveOf, latin1 } from '../testSupport';
import type { RowFormat } from './convertRow';
import { InteractionRows } from './interactionRows';
import { strictFormat } from './movieLens';
import { readInteractions } from './readInteractions';

async function read(text: string | Uint8Array, format: RowFormat = strictFormat('::', 4), blockSize = 1 << 16) {
  const rows = new InteractionRows(format.columns.timestamp !== null);
  const problems = new ProblemLog();
  const [file] = archiveOf({ 'ratings.dat': text }, 'test.zip', blockSize).files;
  await readInteractions(file, format, rows, problems, {});
  const { descriptions, numDates } = rows;
  return { ...rows.finish(), problems, descriptions, numDates };
}

/** user, item, rating, time in quotes or not, as a mapping reads them. */
const mapped = (changes: Partial<RowFormat> = {}): RowFormat => ({
  ...strictFormat(',', 4),
  encoding: 'utf-8',
  quotes: true,
  strict: false,
  ...changes,
});

const withTitles = mapped({
  numFields: 5,
  columns: { user: 0, item: 1, rating: 2, timestamp: 3, title: 4, genres: null },
  names: ['user', 'item', 'rating', 'time', 'title'],
});

describe('rows as MovieLens writes them', () => {
  it('numbers ids in order of first appearance and keeps file order', async () => {
    const rows = await read('7::30::5::978300760\n2::10::3::978300761\n7::10::1::978300759\n');
    expect(rows.userIds).toEqual(['7', '2']);
    expect(rows.itemIds).toEqual(['30', '10']);
    expect([...rows.users]).toEqual([0, 1, 0]);
    expect([...rows.itemIndices]).toEqual([0, 1, 1]);
    expect([...rows.ratings]).toEqual([5, 3, 1]);
    expect([...(rows.timestamps ?? [])]).toEqual([978300760, 978300761, 978300759]);
    expect(rows.problems.count).toBe(0);
  });

  it.each([
    ['CRLF', '1::2::3::4\r\n1::3::4::5\r\n'],
    ['no end of line at the end', '1::2::3::4\n1::3::4::5'],
    ['a return and nothing after it', '1::2::3::4\n1::3::4::5\r'],
    ['a byte order mark', '\uFEFF1::2::3::4\n1::3::4::5\n'],
    ['empty lines', '\n1::2::3::4\n\r\n1::3::4::5\n\n\n'],
  ])('is fine with %s, wherever blocks are cut', async (_, text) => {
    for (const blockSize of [1, 2, 3, 5, 7, 1000]) {
      const rows = await read(text, strictFormat('::', 4), blockSize);
      expect([...rows.ratings]).toEqual([3, 4]);
      expect(rows.itemIds).toEqual(['2', '3']);
      expect([...(rows.timestamps ?? [])]).toEqual([4, 5]);
      expect(rows.problems.count).toBe(0);
    }
  });

  it('reads half stars, tabs, large ids and leading zeros', async () => {
    const rows = await read('999999999999999\t1\t3.5\t0\n5\t01\t0.25\t0\n4194304\t1\t4.35\t7\n', strictFormat('\t', 4));
    expect(rows.userIds).toEqual(['999999999999999', '5', '4194304']);
    expect(rows.itemIds).toEqual(['1']);
    expect([...rows.ratings]).toEqual([3.5, 0.25, Math.fround(4.35)]);
  });

  it('has no times where rows have three fields', async () => {
    const rows = await read('1::2::3\n1::3::4\n', strictFormat('::', 3));
    expect(rows.timestamps).toBeNull();
    expect([...rows.ratings]).toEqual([3, 4]);
  });

  it('passes over a header', async () => {
    const rows = await read('userId,movieId,rating,timestamp\r\n1,2,3,4\r\nx,2,3,4\r\n', strictFormat(',', 4, true));
    expect(rows.userIds).toEqual(['1']);
    expect(rows.problems.first).toMatchObject({ line: 3, found: '"x"' });
  });

  const good = '1::2::3::4\n';
  it.each([
    ['a missing field', `${good}\n${good}1::2::3\n`, 4, 'field-count', '3 fields', '4 fields separated by "::"'],
    ['a field too many', `${good}1::2::3::4::5\n`, 2, 'field-count', '5 fields', '4 fields separated by "::"'],
    ['a decimal comma', `${good}1::2::4,5::4\n`, 2, 'not-a-number', '"4,5"', 'a number such as 4 or 3.5 as rating'],
    ['a point and no more', `${good}1::2::4.::4\n`, 2, 'not-a-number', '"4."', 'a number such as 4 or 3.5 as rating'],
    ['no rating', `${good}1::2::::4\n`, 2, 'missing', '(empty)', 'a number such as 4 or 3.5 as rating'],
    ['a sign', `${good}1::2::-1::4\n`, 2, 'negative', '"-1"', 'a number such as 4 or 3.5 as rating'],
    ['NaN', `${good}1::2::NaN::4\n`, 2, 'not-finite', '"NaN"', 'a number such as 4 or 3.5 as rating'],
    ['infinity', `${good}1::2::-inf::4\n`, 2, 'not-finite', '"-inf"', 'a number such as 4 or 3.5 as rating'],
    ['a word as id', `${good}ann::2::3::4\n`, 2, 'not-a-number', '"ann"', /at most 15 digits as userId/],
    ['a negative id', `${good}1::-2::3::4\n`, 2, 'negative', '"-2"', /at most 15 digits as itemId/],
    ['an id too long', `1::1234567890123456::3::4\n`, 1, 'not-a-number', '"1234567890123456"', /digits as itemId/],
    ['a fraction as time', `${good}1::2::3::4.5\n`, 2, 'not-a-number', '"4.5"', /digits as timestamp/],
    ['a negative time', `${good}1::2::3::-4\n`, 2, 'negative', '"-4"', /digits as timestamp/],
    ['a time that is cut off', `${good}1::2::3::`, 2, 'missing', '(empty)', /digits as timestamp/],
    ['blanks', `${good}1::2::3::4 \n`, 2, 'not-a-number', '"4 "', /digits as timestamp/],
    ['single colons', `${good}1:2:3:4\n`, 2, 'field-count', '1 field', '4 fields separated by "::"'],
    ['a return inside', `${good}1::2\r::3::4\n`, 2, 'not-a-number', '"2\r"', /digits as itemId/],
  ])('reports %s, says where and what, and reads the rest', async (_, text, line, kind, found, expected) => {
    const { problems, ratings } = await read(`${text}\n9::9::9::9\n`);
    expect(problems.count).toBe(1);
    expect(problems.first).toMatchObject({ file: 'ratings.dat', line, kind, found });
    if (typeof expected === 'string') expect(problems.first?.expected).toBe(expected);
    else expect(problems.first?.expected).toMatch(expected);
    expect(ratings[ratings.length - 1]).toBe(9);
  });

  it('shortens what it found, and shows bytes that are no text without failing', async () => {
    const { problems } = await read(`1::2::${'x'.repeat(100)}::4\n`);
    expect(problems.first).toMatchObject({ column: 'rating', found: `"${'x'.repeat(60)}…"` });
    expect((await read(latin1('1::2::\xff\xfe::4'))).problems.first?.found).toBe('"ÿþ"');
  });

  it('says a tab and a space by name', async () => {
    expect((await read('1 2 3 4\n', strictFormat('\t', 4))).problems.first?.expected).toMatch('separated by a tab');
    expect((await read('1\t2\n', strictFormat(' ', 2))).problems.first?.expected).toMatch('separated by a space');
  });

  it('tells how far it is and stops when cancelled', async () => {
    const cancelling = new AbortController();
    const heard: ReadProgress[] = [];
    const onProgress = (progress: ReadProgress) => {
      heard.push(progress);
      if (heard.length === 4) cancelling.abort();
    };
    const [file] = archiveOf({ 'ratings.dat': '1::2::3::4\n'.repeat(300_000) }).files;
    const control = { signal: cancelling.signal, onProgress };
    const rows = new InteractionRows(true);
    await expect(readInteractions(file, strictFormat('::', 4), rows, new ProblemLog(), control)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(heard).toHaveLength(4);
    expect(heard[0]).toEqual({ stage: 'reading', rows: 0, fraction: 0 });
    expect(heard[3].rows).toBeGreaterThan(heard[2].rows);
    expect(heard[3].fraction).toBeGreaterThan(heard[2].fraction ?? 1);
    expect(heard[3].fraction).toBeLessThan(0.1);
  });

  it('holds more rows than a block', async () => {
    const rows = await read(`${'1::2::3::4\n'.repeat(300_000)}5::6::1::9\n`);
    expect(rows.users).toHaveLength(300_001);
    expect([rows.users[300_000], rows.itemIndices[300_000], rows.ratings[300_000]]).toEqual([1, 1, 1]);
    expect([rows.timestamps?.[262_143], rows.timestamps?.[262_144], rows.timestamps?.[300_000]]).toEqual([4, 4, 9]);
  });
});

describe('rows as a mapping reads them', () => {
  it('takes any text for an id: words, zeros in front, ten digits and more', async () => {
    const rows = await read('ann,007,3,4\nann,7,3,4\n-3,9876543210,3,4\nAnn ,B00X4WHP5E,3,4\n', mapped());
    expect(rows.userIds).toEqual(['ann', '-3', 'Ann']);
    expect(rows.itemIds).toEqual(['007', '7', '9876543210', 'B00X4WHP5E']);
    expect(rows.problems.count).toBe(0);
  });

  it('reads quoted fields with delimiters, quotes and line ends inside, wherever blocks are cut', async () => {
    const text = '1,2,3,4,"Orbit, The ""last"""\r\n"1","3","4.5","5","Two\nlines, one film"\r\n1,4,5,6,5" disc\r\n';
    for (const blockSize of [1, 4, 9, 31, 1000]) {
      const rows = await read(text, withTitles, blockSize);
      expect(rows.problems.count).toBe(0);
      expect(rows.descriptions.map((description) => description?.title)).toEqual([
        'Orbit, The "last"',
        'Two\nlines, one film',
        '5" disc',
      ]);
      expect([...rows.ratings]).toEqual([3, 4.5, 5]);
    }
  });

  it('counts the lines of quoted fields', async () => {
    const { problems } = await read('1,2,3,4,"a\nb\nc"\n1,2,x,4,d\n', withTitles);
    expect(problems.first).toMatchObject({ line: 4, found: '"x"' });
  });

  it('loses one row only to a quote that is never closed', async () => {
    for (const blockSize of [7, 1 << 16]) {
      const rows = await read(`1,2,3,4,"open\n${'1,3,4,5,closed\n'.repeat(30_000)}`, withTitles, blockSize * 100);
      expect(rows.problems.groups()).toMatchObject([{ kind: 'unclosed-quote', count: 1, examples: [{ line: 1 }] }]);
      expect(rows.users).toHaveLength(30_000);
    }
    const atEnd = await read('1,2,3,4,"open\n1,3,4,5,closed\n', withTitles);
    expect(atEnd.users).toHaveLength(1);
  });

  it('is not slow where no quote is ever closed', { timeout: 5_000 }, async () => {
    const rows = await read(`1,2,3,4,"open${' '.repeat(80)}\n`.repeat(50_000), withTitles);
    expect(rows.problems.groups()).toMatchObject([{ kind: 'unclosed-quote', count: 50_000 }]);
  });

  it('reads milliseconds, fractions and dates as seconds', async () => {
    const times = ['978300760500', '978300760500.5', '2001-01-01T00:12:40Z', '2001-01-01 01:12:40+01:00', '2001/1/1'];
    const text = times.map((time, i) => `1,${i},3,${time}\n`).join('');
    const rows = await read(text, mapped({ timeDivisor: 1000 }));
    expect([...(rows.timestamps ?? [])]).toEqual([978300760.5, 978300760.5005, 978307960, 978307960, 978307200]);
    expect(rows.numDates).toBe(3);
  });

  it.each([
    ['1,2,3,', 'missing', 'timestamp'],
    ['1,2,,4', 'missing', 'rating'],
    [' ,2,3,4', 'missing', 'userId'],
    ['1,"",3,4', 'missing', 'itemId'],
    ['1,2,3,2001-02-30', 'not-a-number', 'timestamp'],
    ['1,2,3,yesterday', 'not-a-number', 'timestamp'],
    ['1,2,3,-5', 'negative', 'timestamp'],
    ['1,2,nan,4', 'not-finite', 'rating'],
    ['1,2,1e999,4', 'not-finite', 'rating'],
    ['1,2,-0.5,4', 'negative', 'rating'],
    ['1,2,3', 'field-count', ''],
    ['1,2,3,4,5', 'field-count', ''],
  ])('reports %j', async (row, kind, column) => {
    const { problems, users } = await read(`1,1,1,1\n${row}\n1,1,1,1\n`, mapped());
    expect(problems.groups()).toMatchObject([{ kind, column, count: 1, examples: [{ line: 2 }] }]);
    expect(users).toHaveLength(2);
  });

  it('reads UTF-16 and windows-1252', async () => {
    const utf16 = new Uint8Array(new Uint16Array([...'\uFEFF1,é,3,4\n'].map((c) => c.charCodeAt(0))).buffer);
    expect((await read(utf16, mapped({ encoding: 'utf-16le' }), 3)).itemIds).toEqual(['é']);
    expect((await read(latin1('1,é,3,4\n'), mapped({ encoding: 'windows-1252' }))).itemIds).toEqual(['é']);
    expect((await read('1,é,3,4\n', mapped(), 3)).itemIds).toEqual(['é']);
  });

  it('cuts rows rightly from text of which some is not ASCII', async () => {
    const titles = Array.from({ length: 3000 }, (_, i) => (i % 700 === 699 ? `Séance 夜 ${i}` : `Orbit, ${i}`));
    const text = titles.map((title, i) => `1,${i},3,4,"${title}"\n`).join('');
    for (const blockSize of [1000, 1 << 16]) {
      const rows = await read(text, withTitles, blockSize);
      expect(rows.problems.count).toBe(0);
      expect(rows.descriptions.map((description) => description?.title)).toEqual(titles);
    }
  });

  it('skips columns that mean nothing, quoted or not', async () => {
    const format = mapped({
      numFields: 4,
      columns: { user: 1, item: 3, rating: null, timestamp: null, title: null, genres: null },
    });
    const rows = await read('junk,5,more,6\n"a,b",7,"c\nd",8\n', format);
    expect([rows.userIds, rows.itemIds]).toEqual([
      ['5', '7'],
      ['6', '8'],
    ]);
    expect([...rows.ratings]).toEqual([1, 1]);
  });
});
