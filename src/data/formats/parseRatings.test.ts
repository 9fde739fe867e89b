import { describe, expect, it } from 'vitest';
import { PlaygroundError } from '@/lib/errors';
import type { ReadProgress } from '../importControl';
import { latin1 } from '../testSupport';
import { looksLikeRatings, parseRatings } from './parseRatings';

const parse = (text: string | Uint8Array, delimiter = '::') =>
  parseRatings(
    { file: 'ratings.dat', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text, delimiter },
    {},
  );

const problem = async (text: string | Uint8Array, delimiter = '::') => {
  const error = await parse(text, delimiter).then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(PlaygroundError);
  return error as PlaygroundError;
};

describe('parseRatings', () => {
  it('numbers ids in order of first appearance and keeps file order', async () => {
    const rows = await parse('7::30::5::978300760\n2::10::3::978300761\n7::10::1::978300759\n');
    expect(rows.userIds).toEqual(['7', '2']);
    expect(rows.itemIds).toEqual(['30', '10']);
    expect([...rows.users]).toEqual([0, 1, 0]);
    expect([...rows.itemIndices]).toEqual([0, 1, 1]);
    expect([...rows.ratings]).toEqual([5, 3, 1]);
    expect([...(rows.timestamps ?? [])]).toEqual([978300760, 978300761, 978300759]);
  });

  it.each([
    ['CRLF', '1::2::3::4\r\n1::3::4::5\r\n'],
    ['no end of line at the end', '1::2::3::4\n1::3::4::5'],
    ['a return and nothing after it', '1::2::3::4\n1::3::4::5\r'],
    ['a byte order mark', '\uFEFF1::2::3::4\n1::3::4::5\n'],
    ['empty lines', '\n1::2::3::4\n\r\n1::3::4::5\n\n\n'],
  ])('is fine with %s', async (_, text) => {
    const rows = await parse(text);
    expect([...rows.ratings]).toEqual([3, 4]);
    expect(rows.itemIds).toEqual(['2', '3']);
    expect([...(rows.timestamps ?? [])]).toEqual([4, 5]);
  });

  it('reads half stars, tabs, and large ids', async () => {
    const rows = await parse('999999999999999\t1\t3.5\t0\n5\t1\t0.25\t0\n', '\t');
    expect(rows.userIds).toEqual(['999999999999999', '5']);
    expect([...rows.ratings]).toEqual([3.5, 0.25]);
  });

  it('has no times where rows have three fields', async () => {
    const rows = await parse('1::2::3\n1::3::4\n');
    expect(rows.timestamps).toBeNull();
    expect([...rows.ratings]).toEqual([3, 4]);
  });

  const good = '1::2::3::4\n';
  it.each([
    ['a missing field', `${good}\n${good}1::2::3\n`, 4, '3 fields', '4 fields separated by "::"'],
    ['a field too many', `${good}1::2::3::4::5\n`, 2, '5 fields', '4 fields separated by "::"'],
    ['a decimal comma', `${good}1::2::4,5::4\n`, 2, '"4,5"', 'a number such as 4 or 3.5 as rating'],
    ['a point and nothing behind it', `${good}1::2::4.::4\n`, 2, '"4."', 'a number such as 4 or 3.5 as rating'],
    ['no rating', `${good}1::2::::4\n`, 2, '(empty)', 'a number such as 4 or 3.5 as rating'],
    ['a sign', `${good}1::2::-1::4\n`, 2, '"-1"', 'a number such as 4 or 3.5 as rating'],
    ['a word as id', `${good}ann::2::3::4\n`, 2, '"ann"', 'a whole number of at most 15 digits as userId'],
    ['an id that is too long', `1::1234567890123456::3::4\n`, 1, '"1234567890123456"', /whole number.* as itemId/],
    ['a fraction as time', `${good}1::2::3::4.5\n`, 2, '"4.5"', 'a whole number of at most 15 digits as timestamp'],
    ['a time that is cut off', `${good}1::2::3::`, 2, '(empty)', 'a whole number of at most 15 digits as timestamp'],
    ['blanks', `${good}1::2::3::4 \n`, 2, '"4 "', 'a whole number of at most 15 digits as timestamp'],
    ['single colons', `${good}1:2:3:4\n`, 2, '1 field', '4 fields separated by "::"'],
    ['another delimiter in all rows', '1,2,3,4\n', 1, '1 field', '4 fields separated by "::"'],
    ['a return inside', `${good}1::2\r::3::4\n`, 2, '"2\r"', 'a whole number of at most 15 digits as itemId'],
  ])('refuses %s, and says where and what', async (_, text, line, found, expected) => {
    const error = await problem(text);
    expect(error.code).toBe('bad-row');
    expect(error.details).toMatchObject({ file: 'ratings.dat', line, found });
    if (typeof expected === 'string') expect(error.details.expected).toBe(expected);
    else expect(error.details.expected).toMatch(expected);
    expect(error.message).toBe(`ratings.dat line ${line}: expected ${error.details.expected}, found ${found}`);
  });

  it('names the column and shortens what it found', async () => {
    const error = await problem(`1::2::${'x'.repeat(100)}::4\n`);
    expect(error.details).toMatchObject({ kind: 'not-a-number', column: 'rating', found: `"${'x'.repeat(60)}…"` });
  });

  it('shows bytes that are no text without failing', async () => {
    expect((await problem(latin1('1::2::\xff\xfe::4'))).details.found).toBe('"ÿþ"');
  });

  it('says a tab by its name', async () => {
    expect((await problem('1 2 3 4\n', '\t')).details.expected).toBe('4 fields separated by a tab');
  });

  it.each(['', '\n\r\n\n'])('refuses a file without rows', async (text) => {
    expect((await problem(text)).code).toBe('empty-file');
  });

  it('tells how far it is and stops between blocks when cancelled', async () => {
    const bytes = new TextEncoder().encode('1::2::3::4\n'.repeat(300_000));
    const cancelling = new AbortController();
    const heard: ReadProgress[] = [];
    const onProgress = (progress: ReadProgress) => {
      heard.push(progress);
      if (heard.length === 2) cancelling.abort();
    };
    const source = { file: 'ratings.dat', bytes, delimiter: '::' };
    await expect(parseRatings(source, { signal: cancelling.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(heard).toHaveLength(2);
    expect(heard[0].rows).toBeGreaterThan(0);
    expect(heard[1].rows).toBeGreaterThan(heard[0].rows);
    expect(heard[1].fraction).toBeLessThan(1);
  });
});

describe('looksLikeRatings', () => {
  it.each([
    ['1::2::3::4\n1::', '::', true],
    ['\n1\t2\t3.5\t4\n', '\t', true],
    ['1::2::3', '::', true],
    ['1::Quiet Orbit (1995)::Drama', '::', false],
    ['1,2,3,4', '::', false],
    ['', '\t', false],
  ])('%j with %j: %s', (text, delimiter, expected) => {
    expect(looksLikeRatings(new TextEncoder().encode(text), delimiter)).toBe(expected);
  });
});
