import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '@/lib/errors';
import type { ReadProgress } from './importControl';
import { readZip } from './readZip';
import { zipOf } from './testSupport';

const ROWS = '1\t10\t5\t100\n1\t20\t3\t101\n2\t10\t4\t102\n';

const failure = async (bytes: Uint8Array<ArrayBuffer>, code: ErrorCode) => {
  const error = await readZip(new Blob([bytes]), 'some.zip').then(
    () => expect.unreachable('it was read'),
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ code });
  return error;
};

/** Rows that deflate badly, so that the middle of the zip is rows. */
const manyRows = () =>
  Array.from(
    { length: 5000 },
    (_, i) => `${1 + ((i * 7919) % 500)}\t${1 + ((i * 104_729) % 700)}\t3\t${i * 7907}\n`,
  ).join('');

describe('readZip', () => {
  it('reads ratings in a folder of a folder', async () => {
    const zip = await zipOf({ 'data/ml-100k/u.data': ROWS, 'data/ml-100k/README': 'hello' });
    const table = await readZip(new Blob([zip]), 'some.zip');
    expect(table.users).toHaveLength(3);
    expect(table.sources.map((source) => source.path)).toEqual(['data/ml-100k/u.data', 'data/ml-100k/README']);
    expect(table.sources.map((source) => source.sizeBytes)).toEqual([ROWS.length, 5]);
  });

  it('passes over what macOS adds', async () => {
    const zip = await zipOf({ '__MACOSX/._u.data': 'x', '._u.data': 'x', 'u.data': ROWS });
    const table = await readZip(new Blob([zip]), 'some.zip');
    expect(table.sources.map((source) => source.path)).toEqual(['u.data']);
  });

  it('prefers the layout whose rows fit', async () => {
    const zip = await zipOf({ 'u.data': 'notes', 'ratings.dat': '1::2::3::4\n' });
    expect((await readZip(new Blob([zip]), 'some.zip')).layout).toBe('ml-1m');
  });

  it('reads a file that only has the name, to say which row is wrong', async () => {
    const error = await failure(await zipOf({ 'u.data': 'notes\n' }), 'bad-row');
    expect(error.details).toMatchObject({ file: 'u.data', line: 1, found: '1 field' });
  });

  it('refuses an empty file', async () => {
    await failure(new Uint8Array(), 'empty-file');
  });

  it('refuses ratings without rows', async () => {
    const error = await failure(await zipOf({ 'u.data': '' }), 'empty-file');
    expect(error.details.file).toBe('u.data');
  });

  it.each(['user,item\n1,2\n', 'P', '%PDF-1.4'])('refuses %j as no zip', async (text) => {
    await failure(new TextEncoder().encode(text), 'not-a-zip');
  });

  it('refuses a zip that is cut off, wherever', async () => {
    const zip = await zipOf({ 'u.data': manyRows() });
    for (const share of [0.001, 0.3, 0.9, 0.999]) {
      const error = await failure(zip.slice(0, Math.ceil(zip.length * share)), 'broken-zip');
      expect(error.details.file).toBe('some.zip');
    }
  });

  it('refuses a zip that cannot be inflated', async () => {
    const zip = await zipOf({ 'u.data': manyRows() });
    zip.fill(0x55, zip.length >> 1, (zip.length >> 1) + 100);
    const error = await failure(zip, 'broken-zip');
    expect(error.details).toMatchObject({ file: 'some.zip', entry: 'u.data' });
  });

  it('refuses a zip with damaged rows, even if they still look like rows', async () => {
    const zip = await zipOf({ 'u.data': ROWS }, 0);
    const rating = Buffer.from(zip).indexOf('1\t10\t5') + 5;
    expect(String.fromCharCode(zip[rating])).toBe('5');
    zip[rating] = '4'.charCodeAt(0);
    const error = await failure(zip, 'broken-zip');
    expect(error.details).toMatchObject({ file: 'some.zip', entry: 'u.data' });
  });

  it('lists what was in a zip without ratings', async () => {
    const contents = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`pictures/${i}.txt`, `${i}`]));
    const error = await failure(await zipOf(contents), 'no-ratings-in-zip');
    expect(error.details.entries).toEqual(Object.keys(contents).slice(0, 20));
    expect(error.details.numEntries).toBe(30);
  });

  it('says the same of an empty zip', async () => {
    expect((await failure(await zipOf({}), 'no-ratings-in-zip')).details.entries).toEqual([]);
  });

  it('tells how far it is, in order', async () => {
    const heard: ReadProgress[] = [];
    const zip = await zipOf({ 'u.data': manyRows() });
    await readZip(new Blob([zip]), 'some.zip', { onProgress: (progress) => heard.push(progress) });
    expect(heard[0]).toEqual({ stage: 'opening', rows: 0, fraction: null });
    expect(heard.at(-1)).toEqual({ stage: 'reading', rows: 5000, fraction: 1 });
    const stages = heard.map((progress) => progress.stage);
    expect(stages.lastIndexOf('opening')).toBeLessThan(stages.indexOf('reading'));
  });

  it.each(['opening', 'reading'] as const)('can be cancelled while %s', async (stage) => {
    const cancelling = new AbortController();
    const onProgress = (progress: ReadProgress) => {
      if (progress.stage === stage) cancelling.abort();
    };
    const zip = await zipOf({ 'u.data': manyRows() });
    const reading = readZip(new Blob([zip]), 'some.zip', { signal: cancelling.signal, onProgress });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('stops inflating when cancelled', async () => {
    const zip = await zipOf({ 'u.data': manyRows().repeat(40) }, 0);
    const cancelling = new AbortController();
    let heard = 0;
    const count = () => {
      heard++;
    };
    await readZip(new Blob([zip]), 'some.zip', { onProgress: count });
    const all = heard;
    heard = 0;
    const onProgress = ({ stage, fraction }: ReadProgress) => {
      count();
      if (stage === 'opening' && fraction !== null) cancelling.abort();
    };
    const reading = readZip(new Blob([zip]), 'some.zip', { signal: cancelling.signal, onProgress });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard).toBeLessThan(all / 2);
  });
});
