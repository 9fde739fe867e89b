import { describe, expect, it } from 'vitest';
import { sourceOf, sourceOfFile, userRows, zipOf } from '@/data/testSupport';
import { type DatasetSummary, DEFAULT_PREPARE, type PrepareSettings } from '@/data/types';
import { DataServiceHost } from './dataService';
import type { ImportProgress, Outcome } from './protocol';
import type { ImportSource, ImportStep } from './protocolImport';

const settings = (changes: Partial<PrepareSettings> = {}): PrepareSettings => ({ ...DEFAULT_PREPARE, ...changes });

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

const rowsText = (rows: (string | number | undefined)[][]) => rows.map((row) => row.join('\t')).join('\n');

/** What an import gave that asked nothing. */
function summaryOf(outcome: Outcome<ImportStep>): DatasetSummary {
  const step = unwrap(outcome);
  if (step.step !== 'done') throw new Error(`asked: ${step.step}`);
  return step.summary;
}

async function zipFile(name: string, numUsers: number, perUser = 10): Promise<ImportSource> {
  const rows = Array.from({ length: numUsers }, (_, user) => userRows(`${user + 1}`, perUser)).flat();
  const data = rowsText(rows.map(([user, item, rating, time]) => [user, item.slice(1), rating, time]));
  return sourceOfFile(name, await zipOf({ 'ml-100k/u.data': data }));
}

const ignore = () => {};

describe('DataServiceHost', { timeout: 30_000 }, () => {
  it('imports a zip and answers about it', async () => {
    const host = new DataServiceHost();
    const summary = summaryOf(await host.importFiles(await zipFile('mine.zip', 3), settings(), ignore));
    expect(summary).toMatchObject({ name: 'mine', fileName: 'mine.zip', synthetic: false });
    expect(summary.after).toEqual({ users: 3, items: 10, interactions: 30 });
    expect((await host.items(summary.key)).map((item) => item.title)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
    ]);
    expect([...(await host.popularity(summary.key))]).toEqual([3, 3, 3, 3, 3, 3, 3, 0, 0, 0]);
    expect(await host.userHistory(summary.key, 1)).toEqual({
      userIndex: 1,
      userId: '2',
      train: [1, 2, 3, 4, 5, 6, 7].map((time) => ({ itemIndex: time - 1, rating: 4, time })),
      valid: [{ itemIndex: 7, rating: 4, time: 8 }],
      test: [9, 10].map((time) => ({ itemIndex: time - 1, rating: 4, time })),
    });
    expect(await host.searchUsers(summary.key, '3', 5)).toEqual([
      { userIndex: 2, userId: '3', numInteractions: 10, because: null },
      { userIndex: 0, userId: '1', numInteractions: 10, because: '3' },
      { userIndex: 1, userId: '2', numInteractions: 10, because: '3' },
    ]);
    expect(host.prepared(summary.key).summary).toEqual(summary);
  });

  it('tells each stage of an import in order', async () => {
    const heard: ImportProgress[] = [];
    await new DataServiceHost().importFiles(await zipFile('mine.zip', 3), settings(), (progress) =>
      heard.push(progress),
    );
    expect([...new Set(heard.map((progress) => progress.stage))]).toEqual(['opening', 'reading', 'preparing']);
    expect(heard.at(-1)).toMatchObject({ stage: 'preparing', rows: 30, fraction: null });
  });

  it('changes nothing when an import fails', async () => {
    const host = new DataServiceHost();
    const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
    const noRows = sourceOfFile('header.csv', 'userId,movieId,rating,timestamp\n');
    const failures = [
      [sourceOfFile('plain.zip', 'plain'), 'not-a-zip'],
      [sourceOfFile('nothing.zip', ''), 'empty-file'],
      [noRows, 'no-rows'],
    ] as const;
    for (const [file, code] of failures) {
      expect(await host.importFiles(file, settings(), ignore)).toMatchObject({ ok: false, error: { code } });
      const again = unwrap(await host.prepare(settings()));
      expect(again.key).toBe(before.key);
      expect(again.fileName).toBe('good.zip');
    }
  });

  it('prepares what was read in a way that it allows', async () => {
    const host = new DataServiceHost();
    const noTimes = sourceOfFile('no-times.zip', await zipOf({ 'u.data': '1\t1\t5\n1\t2\t5\n' }));
    const summary = summaryOf(await host.importFiles(noTimes, settings(), ignore));
    expect(summary.settings).toEqual(settings({ split: 'random-user', minPerUser: 1 }));
    expect(await host.prepare(settings())).toMatchObject({ ok: false, error: { code: 'needs-timestamps' } });
  });

  it('prepares the table in use again; data sets prepared before stay', async () => {
    const host = new DataServiceHost();
    const first = summaryOf(await host.importFiles(await zipFile('mine.zip', 3), settings(), ignore));
    const second = unwrap(await host.prepare(settings({ split: 'leave-one-out' })));
    expect(second.key).not.toBe(first.key);
    expect(second.parts.test.interactions).toBe(3);
    expect(host.prepared(first.key).summary.parts.test.interactions).toBe(6);
    expect(await host.prepare(settings({ testShare: 2 }))).toMatchObject({
      ok: false,
      error: { code: 'invalid-config' },
    });
  });

  it('has nothing to prepare before anything is loaded', async () => {
    expect(await new DataServiceHost().prepare(settings())).toMatchObject({ ok: false, error: { code: 'unknown' } });
  });

  it('loads the sample, the same every time', async () => {
    const host = new DataServiceHost();
    const sample = unwrap(await host.loadSample(settings()));
    expect(sample).toMatchObject({ synthetic: true, fileName: null });
    expect(unwrap(await host.loadSample(settings())).key).toBe(sample.key);
    expect(unwrap(await host.prepare(settings())).key).toBe(sample.key);
  });

  it('can cancel an import, which then changes nothing', async () => {
    const host = new DataServiceHost();
    const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
    for (const stage of ['opening', 'reading', 'preparing']) {
      const importing = host.importFiles(await zipFile('other.zip', 4), settings(), (progress) => {
        // as a message would: between two tasks of the worker
        if (progress.stage === stage) setTimeout(() => host.cancelImport());
      });
      expect(await importing).toMatchObject({ ok: false, error: { code: 'cancelled' } });
      expect(unwrap(await host.prepare(settings())).key).toBe(before.key);
    }
  });

  it('can cancel an import in the middle of preparing', async () => {
    const host = new DataServiceHost();
    const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
    const importing = host.importFiles(await zipFile('other.zip', 4), settings(), (progress) => {
      // the second task comes after the one in which the data set is prepared
      if (progress.stage === 'preparing') setTimeout(() => setTimeout(() => host.cancelImport()));
    });
    expect(await importing).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(unwrap(await host.prepare(settings())).key).toBe(before.key);
  });

  it('asks at last whether the data are wanted, and takes nothing where they are not', async () => {
    const host = new DataServiceHost();
    const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
    const cancelled = { ok: false, error: { code: 'cancelled' } };
    expect(await host.importFiles(await zipFile('other.zip', 4), settings(), ignore, () => false)).toMatchObject(
      cancelled,
    );
    expect(await host.loadSample(settings(), async () => false)).toMatchObject(cancelled);
    expect(unwrap(await host.prepare(settings())).key).toBe(before.key);
    const other = await host.importFiles(await zipFile('other.zip', 4), settings(), ignore, () => true);
    expect(unwrap(await host.prepare(settings())).key).toBe(summaryOf(other).key);
  });

  it('lets a later import or the sample cancel an earlier import', async () => {
    const host = new DataServiceHost();
    const [first, second] = [await zipFile('first.zip', 3), await zipFile('second.zip', 4)];
    const imports = await Promise.all([
      host.importFiles(first, settings(), ignore),
      host.importFiles(second, settings(), ignore),
    ]);
    expect(imports[0]).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(imports[1]).toMatchObject({ ok: true, value: { summary: { fileName: 'second.zip' } } });

    const [third, sample] = await Promise.all([
      host.importFiles(first, settings(), ignore),
      host.loadSample(settings()),
    ]);
    expect(third).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(unwrap(await host.prepare(settings())).key).toBe(unwrap(sample).key);
  });

  it('keeps every key valid, also those of data that is no longer in use', async () => {
    const host = new DataServiceHost();
    const first = summaryOf(await host.importFiles(await zipFile('first.zip', 3), settings(), ignore));
    const held = host.prepared(first.key);
    summaryOf(await host.importFiles(await zipFile('second.zip', 4), settings(), ignore));
    for (let seed = 0; seed < 10; seed++) await host.prepare(settings({ seed }));
    expect(host.prepared(first.key)).not.toBe(held); // it was put away and made again
    expect(host.prepared(first.key)).toEqual(held);
    expect(host.prepared(first.key)).toBe(host.prepared(first.key));
    expect((await host.userHistory(first.key, 0)).userId).toBe('1');
  });

  it('makes the refitted form of a data set when it is asked for', async () => {
    const host = new DataServiceHost();
    const { key, parts } = summaryOf(await host.importFiles(await zipFile('first.zip', 3), settings(), ignore));
    const refit = host.prepared(`${key}/refit`);
    expect(refit.summary).toMatchObject({ key: `${key}/refit`, refit: true });
    expect(refit.train.items).toHaveLength(parts.train.interactions + parts.valid.interactions);
    expect(host.prepared(`${key}/refit`)).toBe(refit);
    expect(() => host.prepared('nonsense/refit')).toThrow('no data set nonsense');
  });

  it('refuses keys and users that are not there', async () => {
    const host = new DataServiceHost();
    const { key } = summaryOf(await host.importFiles(await zipFile('mine.zip', 3), settings(), ignore));
    await expect(host.items('nonsense')).rejects.toThrow('no data set nonsense');
    await expect(host.userHistory(key, 3)).rejects.toThrow('no user 3 among 3');
  });

  describe('as a conversation', () => {
    const table = ['who,what,stars', ...userRows('ann', 10).map(([user, item]) => `${user},${item},4`)].join('\n');
    const badRows = 'ann,i3,NaN\nann,i4,-1\nann,i5\nann,i6,x\nann,i7,y\n';
    const ratings = (rows: string) => sourceOf({ 'd/u.data': `${rows}1\t99\tNaN\t5\n\t98\t4\t5\n` }, 'd');
    const tabs = rowsText(userRows('1', 10).map(([user, item, rating, time]) => [user, item.slice(1), rating, time]));

    it('asks which column is what, shows it, and reads by the answer', async () => {
      const host = new DataServiceHost();
      const asked = unwrap(await host.importFiles(sourceOfFile('mine.csv', table), settings(), ignore));
      if (asked.step !== 'map') return expect.unreachable(asked.step);
      expect(asked.preview).toMatchObject({
        paths: ['mine.csv'],
        names: ['who', 'what', 'stars'],
        mapping: { delimiter: ',', header: true, columns: { user: 0, item: 1, rating: 2, timestamp: null } },
      });
      const { mapping } = asked.preview;
      const other = { ...mapping, columns: { ...mapping.columns, rating: 1 } };
      expect(unwrap(await host.previewMapping(other)).problems[0]).toEqual(['rating']);

      // not one row can be read so: it goes on waiting
      expect(await host.importMapped(other, settings(), ignore)).toMatchObject({
        ok: false,
        error: { code: 'no-rows' },
      });
      const summary = summaryOf(await host.importMapped(mapping, settings(), ignore));
      expect(summary).toMatchObject({ name: 'mine', layout: 'mapped', hasTimestamps: false, skipped: null });
      expect(summary.after.interactions).toBe(10);
    });

    it('reads what is in use by other columns', async () => {
      const host = new DataServiceHost();
      const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
      const { mapping, paths } = unwrap(await host.previewMapping(null));
      expect(paths).toEqual(['ml-100k/u.data']);
      expect(mapping).toMatchObject({ delimiter: '\t', header: false, columns: { user: 0, item: 1 } });
      const swapped = { ...mapping, columns: { ...mapping.columns, user: 1, item: 0, rating: 2, timestamp: 3 } };
      const after = summaryOf(await host.importMapped(swapped, settings({ minPerUser: 1 }), ignore));
      expect(after).toMatchObject({ layout: 'mapped', fileName: 'good.zip' });
      expect([before.before.users, before.before.items]).toEqual([3, 10]);
      expect([after.before.users, after.before.items]).toEqual([10, 3]);
    });

    it('reads what is in use as something else that the files hold', async () => {
      const host = new DataServiceHost();
      const part = (user: number, from: number, to: number) =>
        rowsText(Array.from({ length: to - from }, (_, i) => [user, from + i, 4, 100 + from + i]));
      const zip = await zipOf({
        'ml-100k/u.data': part(1, 1, 13),
        'ml-100k/ua.base': part(1, 1, 9),
        'ml-100k/ua.test': part(1, 9, 13),
        'ml-100k/u1.base': part(1, 1, 11),
        'ml-100k/u1.test': part(1, 11, 13),
      });
      const before = summaryOf(await host.importFiles(sourceOfFile('ml-100k.zip', zip), settings(), ignore));
      expect(before).toMatchObject({ layout: 'ml-100k', has: { givenParts: false } });
      const readings = unwrap(await host.readings());
      expect(readings).toEqual([
        { layout: 'ml-100k', files: [] },
        { layout: 'train-test', files: ['ml-100k/u1.base', 'ml-100k/u1.test'] },
        { layout: 'train-test', files: ['ml-100k/ua.base', 'ml-100k/ua.test'] },
      ]);
      const pair = summaryOf(await host.importAs(readings[2], settings(), ignore));
      expect(pair).toMatchObject({ name: 'ml-100k ua', layout: 'train-test', settings: { split: 'given' } });
      expect(pair.parts.test.interactions).toBe(4);
      expect(unwrap(await host.readings())).toEqual(readings);
      expect(summaryOf(await host.importAs(readings[0], settings(), ignore)).key).toBe(before.key);

      await host.loadSample(settings());
      expect(unwrap(await host.readings())).toEqual([]);
      expect(await host.importAs(readings[1], settings(), ignore)).toMatchObject({
        ok: false,
        error: { code: 'no-source' },
      });
    });

    it('has nothing to read again of the sample, nor before anything is loaded', async () => {
      const host = new DataServiceHost();
      const none = { ok: false, error: { code: 'no-source' } };
      expect(await host.previewMapping(null)).toMatchObject(none);
      await host.importFiles(await zipFile('good.zip', 3), settings(), ignore);
      await host.loadSample(settings());
      expect(await host.previewMapping(null)).toMatchObject(none);
    });

    it('says which rows cannot be read, and goes on without them when told to', async () => {
      const host = new DataServiceHost();
      const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
      const asked = unwrap(await host.importFiles(ratings(`${tabs}\n`), settings(), ignore));
      if (asked.step !== 'problems') return expect.unreachable(asked.step);
      expect(asked).toMatchObject({ fileName: 'd', goodRows: 10, badRows: 2 });
      expect(asked.groups.map(({ kind, column, count }) => [kind, column, count])).toEqual([
        ['not-finite', 'rating', 1],
        ['missing', 'userId', 1],
      ]);
      expect(asked.groups[0].examples[0]).toMatchObject({ file: 'd/u.data', line: 11, found: '"NaN"' });
      const csv = await (await host.problemRows()).text();
      expect(csv.split('\r\n')).toHaveLength(4);
      expect(unwrap(await host.prepare(settings())).key).toBe(before.key);

      const kept = unwrap(await host.keepGoodRows(settings(), ignore));
      expect(kept.skipped).toEqual({ rowsRead: 12, rowsSkipped: 2 });
      expect(kept.before.interactions).toBe(10);
      expect(unwrap(await host.prepare(settings())).key).toBe(kept.key);
      expect(await host.keepGoodRows(settings(), ignore)).toMatchObject({ ok: false });
      await expect(host.problemRows()).rejects.toThrow('no import waits');
    });

    it('can cancel the good rows on their way, which then change nothing', async () => {
      const host = new DataServiceHost();
      const before = summaryOf(await host.importFiles(await zipFile('good.zip', 3), settings(), ignore));
      for (const mayTake of [() => true, () => false]) {
        await host.importFiles(ratings(`${tabs}\n`), settings(), ignore);
        const stages: string[] = [];
        const kept = await host.keepGoodRows(
          settings(),
          ({ stage }) => {
            stages.push(stage);
            if (mayTake()) setTimeout(() => host.cancelImport());
          },
          mayTake,
        );
        expect(kept).toMatchObject({ ok: false, error: { code: 'cancelled' } });
        expect(stages).toEqual(['preparing']);
        expect(unwrap(await host.prepare(settings())).key).toBe(before.key);
      }
    });

    it('asks for columns where a layout is known, but not one row can be read so', async () => {
      const host = new DataServiceHost();
      const dated = (time: (i: number) => string) =>
        `userId,movieId,rating,timestamp\n${Array.from({ length: 10 }, (_, i) => `1,${i},4,${time(i)}\n`).join('')}`;
      const files = {
        'links.csv': `userId,movieId,rating,tmdbId\n${'1,2,3,4\n'.repeat(100)}`,
        'ratings.csv': dated((i) => `2024-03-${10 + i}`),
      };
      const asked = unwrap(await host.importFiles(sourceOf(files, 'dated'), settings(), ignore));
      if (asked.step !== 'map') return expect.unreachable(asked.step);
      expect(asked.failed).toMatchObject({
        code: 'no-rows',
        details: { file: 'ratings.csv', line: 2, column: 'timestamp', found: '"2024-03-10"' },
      });
      const { mapping } = asked.preview;
      expect(mapping).toMatchObject({ path: 'ratings.csv', columns: { user: 0, item: 1, rating: 2, timestamp: 3 } });
      const summary = summaryOf(await host.importMapped(mapping, settings(), ignore));
      expect(summary.timeRange?.from).toBe(Date.UTC(2024, 2, 10) / 1000);

      // a column of nothing is no time
      const blank = unwrap(
        await host.importFiles(
          sourceOfFile(
            'ratings.csv',
            dated(() => ''),
          ),
          settings(),
          ignore,
        ),
      );
      if (blank.step !== 'map') return expect.unreachable(blank.step);
      expect(blank.preview.mapping.columns.timestamp).toBeNull();
      const untimed = summaryOf(await host.importMapped(blank.preview.mapping, settings(), ignore));
      expect(untimed).toMatchObject({ hasTimestamps: false, before: { interactions: 10 } });
    });

    it('groups what cannot be read by columns, by kind and column', async () => {
      const host = new DataServiceHost();
      const asked = unwrap(
        await host.importFiles(sourceOfFile('mine.csv', `${table}\n${badRows}`), settings(), ignore),
      );
      if (asked.step !== 'map') return expect.unreachable(asked.step);
      const step = unwrap(await host.importMapped(asked.preview.mapping, settings(), ignore));
      if (step.step !== 'problems') return expect.unreachable(step.step);
      expect(step.groups.map(({ kind, column, count }) => [kind, column, count])).toEqual([
        ['not-a-number', 'stars', 2],
        ['not-finite', 'stars', 1],
        ['negative', 'stars', 1],
        ['field-count', '', 1],
      ]);
    });

    it('forgets what waits when it is dropped, cancelled, or something else is imported', async () => {
      const leave = [
        (host: DataServiceHost) => host.discardImport(),
        (host: DataServiceHost) => host.cancelImport(),
        async (host: DataServiceHost) => host.importFiles(await zipFile('other.zip', 3), settings(), ignore),
        (host: DataServiceHost) => host.loadSample(settings()),
      ];
      for (const drop of leave) {
        const host = new DataServiceHost();
        expect(unwrap(await host.importFiles(ratings(`${tabs}\n`), settings(), ignore)).step).toBe('problems');
        await drop(host);
        expect(await host.keepGoodRows(settings(), ignore)).toMatchObject({ ok: false, error: { code: 'unknown' } });
      }
    });

    it('tells rate and time left while it reads', async () => {
      const host = new DataServiceHost();
      const heard: ImportProgress[] = [];
      const rows = '1\t2\t3\t4\n2\t3\t4\t5\n'.repeat(1_000_000);
      await host.importFiles(sourceOfFile('u.data', rows), settings({ minPerUser: 1 }), (progress) =>
        heard.push(progress),
      );
      const measured = heard.filter(({ rowsPerSecond }) => rowsPerSecond);
      expect(measured.length).toBeGreaterThan(0);
      for (const { rows, fraction, remainingMs } of measured) {
        expect(rows).toBeGreaterThan(0);
        expect(remainingMs).toBeGreaterThanOrEqual(0);
        expect(fraction).toBeLessThanOrEqual(1);
      }
    });
  });
});
