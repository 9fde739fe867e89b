/** What may be dropped, and what is said of what cannot be read. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ReadProgress } from './importControl';
import { previewMapping, readByMapping, readSource } from './readSource';
import { openSource } from './sources/openSource';
import { failureOf, latin1, readKnown, sourceOf, sourceOfFile, zipOf } from './testSupport';

const ROWS = '1\t10\t5\t100\n1\t20\t3\t101\n2\t10\t4\t102\n';

/** Rows that deflate badly, so that the middle of the zip is rows. */
const manyRows = () =>
  Array.from(
    { length: 5000 },
    (_, i) => `${1 + ((i * 7919) % 500)}\t${1 + ((i * 104_729) % 700)}\t3\t${i * 7907}\n`,
  ).join('');

const zipFile = async (contents: Record<string, string | Uint8Array>, level?: number) =>
  sourceOfFile('some.zip', await zipOf(contents, level));

describe('what may be dropped', () => {
  it('a zip with ratings in a folder of a folder', async () => {
    const { table } = await readKnown(await zipFile({ 'data/ml-100k/u.data': ROWS, 'data/ml-100k/README': 'hello' }));
    expect(table).toMatchObject({ name: 'some', fileName: 'some.zip' });
    expect(table.users).toHaveLength(3);
    expect(table.sources.map((source) => source.path)).toEqual(['data/ml-100k/u.data', 'data/ml-100k/README']);
    expect(table.sources.map((source) => source.sizeBytes)).toEqual([ROWS.length, 5]);
  });

  it('one file, several files, a folder', async () => {
    const one = await readKnown(sourceOfFile('u.data', ROWS));
    expect(one.table).toMatchObject({ name: 'u', fileName: 'u.data', layout: 'ml-100k' });
    const folder = await readKnown(sourceOf({ 'ml/u.data': ROWS, 'ml/u.user': '1|24|M|writer|0\n' }, 'ml'));
    expect(folder.table).toMatchObject({ name: 'ml', userAttributes: { age: ['24', ''] } });
  });

  it('a file compressed by gzip', async () => {
    const { table } = await readKnown(sourceOfFile('u.data.gz', gzipSync(ROWS)));
    expect(table).toMatchObject({ name: 'u', fileName: 'u.data.gz' });
    expect(table.sources[0].path).toBe('u.data');
    expect(table.users).toHaveLength(3);
  });

  it('a zip among other files', async () => {
    const { table } = await readKnown(
      sourceOf({ 'a/u.zip': await zipOf({ 'u.data': ROWS }), 'a/notes.txt': 'x' }, 'a'),
    );
    expect(table.sources.map(({ path }) => path)).toEqual(['a/u.zip/u.data', 'a/notes.txt']);
  });

  it('a table that starts with the letters PK', async () => {
    const archive = await openSource(sourceOfFile('t.csv', 'PK,user,item\n1,2,3\n2,2,3\n'), {});
    expect(await readSource(archive, {})).toBeNull();
    expect((await previewMapping(archive, null, {})).mapping.columns).toMatchObject({ user: 1, item: 2 });
  });

  it('passes over what macOS adds', async () => {
    const { table } = await readKnown(await zipFile({ '__MACOSX/._u.data': 'x', '._u.data': 'x', 'u.data': ROWS }));
    expect(table.sources.map((source) => source.path)).toEqual(['u.data']);
  });

  it('inflates no file that is not needed', async () => {
    const zip = await zipOf({ 'big.bin': manyRows(), 'u.data': ROWS });
    zip.fill(0x55, 100, 5000); // in the middle of big.bin
    expect((await readKnown(sourceOfFile('some.zip', zip))).table.users).toHaveLength(3);
  });

  it('prefers the layout whose rows fit', async () => {
    const { table } = await readKnown(await zipFile({ 'u.data': 'notes', 'ratings.dat': '1::2::3::4\n' }));
    expect(table.layout).toBe('ml-1m');
  });
});

describe('what cannot be read', () => {
  it('an empty file, alone or in a zip, and one of blanks', async () => {
    for (const source of [
      sourceOfFile('u.data', ''),
      await zipFile({ 'u.data': '' }),
      sourceOfFile('u.data', '\n \n'),
    ]) {
      const error = await failureOf(source);
      expect([error.code, error.details.file]).toEqual(['empty-file', 'u.data']);
    }
  });

  it('a header and nothing below it', async () => {
    const error = await failureOf(sourceOfFile('ratings.csv', 'userId,movieId,rating,timestamp\n'));
    expect(error).toMatchObject({ code: 'no-rows', details: { file: 'ratings.csv' } });
  });

  it('rows of which not one can be read: the first is named', async () => {
    const error = await failureOf(sourceOfFile('u.data', '1\t2\tNaN\t3\n1\t3\tx\t3\n'));
    expect(error).toMatchObject({
      code: 'no-rows',
      details: { file: 'u.data', line: 1, kind: 'not-finite', column: 'rating', found: '"NaN"' },
    });
  });

  it.each(['user,item\n1,2\n', 'P', '%PDF-1.4'])('%j under the name of a zip', async (text) => {
    expect(await failureOf(sourceOfFile('some.zip', text))).toMatchObject({
      code: 'not-a-zip',
      details: { file: 'some.zip' },
    });
  });

  it('a zip that is cut off, wherever', async () => {
    const zip = await zipOf({ 'u.data': manyRows() });
    for (const share of [0.001, 0.3, 0.9, 0.999]) {
      const error = await failureOf(sourceOfFile('some.zip', zip.slice(0, Math.ceil(zip.length * share))));
      expect([error.code, error.details.file]).toEqual(['broken-zip', 'some.zip']);
    }
  });

  it('a zip that cannot be inflated', async () => {
    const zip = await zipOf({ 'u.data': manyRows() });
    zip.fill(0x55, zip.length >> 1, (zip.length >> 1) + 100);
    const error = await failureOf(sourceOfFile('some.zip', zip));
    expect(error).toMatchObject({ code: 'broken-zip', details: { file: 'some.zip', entry: 'u.data' } });
  });

  it('a zip with damaged rows, even if they still look like rows', async () => {
    const zip = await zipOf({ 'u.data': ROWS }, 0);
    const rating = Buffer.from(zip).indexOf('1\t10\t5') + 5;
    expect(String.fromCharCode(zip[rating])).toBe('5');
    zip[rating] = '4'.charCodeAt(0);
    const error = await failureOf(sourceOfFile('some.zip', zip));
    expect(error).toMatchObject({ code: 'broken-zip', details: { file: 'some.zip', entry: 'u.data' } });
  });

  it('a gzip file that is cut off', async () => {
    const gzip = gzipSync(manyRows());
    const error = await failureOf(sourceOfFile('u.data.gz', gzip.subarray(0, gzip.length / 2)));
    expect(error).toMatchObject({ code: 'broken-zip', details: { file: 'u.data.gz' } });
  });

  it('a zip without ratings: what was in it', async () => {
    const contents = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`pictures/${i}.txt`, `${i}`]));
    const error = await failureOf(await zipFile(contents));
    expect(error.code).toBe('no-ratings-in-zip');
    expect(error.details.entries).toEqual(Object.keys(contents).slice(0, 20));
    expect(error.details.numEntries).toBe(30);
    expect(await failureOf(await zipFile({}))).toMatchObject({ code: 'no-ratings-in-zip', details: { entries: [] } });
  });

  it('a folder without ratings: what was in it', async () => {
    const error = await failureOf(sourceOf({ 'a/notes.txt': 'hello\nworld\n', 'a/b.png': '\x89PNG\0\0' }, 'a'));
    expect(error).toMatchObject({
      code: 'no-ratings-in-files',
      details: { file: 'a', entries: ['a/notes.txt', 'a/b.png'], numEntries: 2 },
    });
  });

  it('zips in a zip: their names', async () => {
    const inner = await zipOf({ 'u.data': ROWS });
    const alone = await failureOf(await zipFile({ 'ml-100k.zip': inner }));
    expect(alone).toMatchObject({ code: 'nested-zip', details: { file: 'some.zip', entries: ['ml-100k.zip'] } });
    const beside = await failureOf(await zipFile({ 'x/a.zip': inner, 'x/README': 'Hello there\n' }));
    expect(beside).toMatchObject({ code: 'nested-zip', details: { entries: ['x/a.zip'] } });
  });

  it.each([
    ['an image', 'photo.csv', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['a PDF', 'data.csv', '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n'],
    ['a database', 'data.tsv', 'SQLite format 3\0'],
  ])('%s', async (_, name, text) => {
    expect(await failureOf(sourceOfFile(name, latin1(text)))).toMatchObject({
      code: 'binary-file',
      details: { file: name },
    });
  });

  it('a spreadsheet, which is a zip of its own', async () => {
    const zip = await zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' });
    expect(await failureOf(sourceOfFile('ratings.xlsx', zip))).toMatchObject({ code: 'binary-file' });
  });

  it('one column', async () => {
    const error = await failureOf(sourceOfFile('ids.csv', 'user\n1\n2\n3\n'));
    expect(error).toMatchObject({ code: 'one-column', details: { file: 'ids.csv' } });
  });
});

describe('progress', () => {
  it('is told in order', async () => {
    const heard: ReadProgress[] = [];
    const onProgress = (progress: ReadProgress) => heard.push(progress);
    await readKnown(await zipFile({ 'u.data': manyRows() }), { onProgress });
    expect(heard[0]).toEqual({ stage: 'opening', rows: 0, fraction: null });
    expect(heard.at(-1)).toEqual({ stage: 'reading', rows: 5000, fraction: 1 });
    const stages = heard.map((progress) => progress.stage);
    expect(stages.lastIndexOf('opening')).toBeLessThan(stages.indexOf('reading'));
    const fractions = heard.slice(1).map(({ fraction }) => fraction ?? Number.NaN);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it.each(['opening', 'reading'] as const)('can be cancelled while %s', async (stage) => {
    const cancelling = new AbortController();
    const onProgress = (progress: ReadProgress) => {
      if (progress.stage === stage) cancelling.abort();
    };
    for (const source of [await zipFile({ 'u.data': manyRows() }), sourceOfFile('u.data', manyRows())]) {
      expect((await failureOf(source, { signal: cancelling.signal, onProgress })).code).toBe('cancelled');
    }
  });

  it('stops inflating when cancelled', async () => {
    const source = await zipFile({ 'u.data': manyRows().repeat(40) }, 0);
    let heard = 0;
    await readKnown(source, { onProgress: () => heard++ });
    const all = heard;
    heard = 0;
    const cancelling = new AbortController();
    const onProgress = ({ rows }: ReadProgress) => {
      heard++;
      if (rows > 0) cancelling.abort();
    };
    expect((await failureOf(source, { signal: cancelling.signal, onProgress })).code).toBe('cancelled');
    expect(heard).toBeLessThan(all / 2);
  });
});

describe('reading by columns', () => {
  it('needs a user, an item, and a file that is there', async () => {
    const archive = await openSource(sourceOfFile('t.csv', 'user,item\n1,2\n'), {});
    const { mapping } = await previewMapping(archive, null, {});
    const { table } = await readByMapping(archive, mapping, {});
    expect(table).toMatchObject({ name: 't', layout: 'mapped', timestamps: null });
    const without = { ...mapping, columns: { ...mapping.columns, item: null } };
    await expect(readByMapping(archive, without, {})).rejects.toMatchObject({ code: 'invalid-config' });
    await expect(readByMapping(archive, { ...mapping, path: 'u.csv' }, {})).rejects.toMatchObject({
      code: 'no-ratings-in-files',
    });
  });
});
