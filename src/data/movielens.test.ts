/**
 * Real MovieLens, counted against what its README says. It may not be passed on, so these tests run only where it is:
 * `MOVIELENS_DIR=<folder with ml-100k.zip, ml-1m.zip, ml-1m-ncf/ and ml-1m-sasrec/> npm run test:unit`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RowLists, rowOf } from '@/lib/csr';
import { prepare } from './prepare';
import { prepareNew } from './prepareNew';
import { joinBlocks } from './sources/joinBlocks';
import { openSource } from './sources/openSource';
import { readKnown } from './testSupport';
import { DEFAULT_PREPARE, type PrepareSettings } from './types';

/** All ratings, split without looking at how many there are. */
const ALL: PrepareSettings = { ...DEFAULT_PREPARE, minPerUser: 1, split: 'leave-one-out' };
const NO_LEAK = { pairsInTwoParts: 0, validOlderThanTrain: 0, testOlderThanTrain: 0, testOlderThanValid: 0 };

const folder = process.env.MOVIELENS_DIR;
const blobOf = async (path: string) => new Blob([await readFile(join(folder ?? '', path))]);
/** All of it: no real file has a row that cannot be read. */
const readAll = async (name: string, paths: string[]) => {
  const files = await Promise.all(paths.map(async (path) => ({ path, blob: await blobOf(path) })));
  const { table, problems } = await readKnown({ name, files });
  expect(problems.groups()).toEqual([]);
  return table;
};
const read = (name: string) => readAll(name, [name]);

describe.skipIf(!folder)(
  'real MovieLens (set MOVIELENS_DIR to the folder of its zips to run these)',
  {
    timeout: 60_000,
  },
  () => {
    it('reads ml-100k.zip', async () => {
      const table = await read('ml-100k.zip');
      expect(table).toMatchObject({ name: 'MovieLens 100K', layout: 'ml-100k', numDuplicates: 0 });
      expect(table.users).toHaveLength(100_000);
      expect(table.userIds).toHaveLength(943);
      expect(table.items).toHaveLength(1682);
      expect(table.sources.find((source) => source.role === 'items')?.encoding).toBe('ISO-8859-1');
      expect(table.items.filter((item) => item.title === item.id)).toEqual([]);
      expect(table.items.filter((item) => item.year === null).length).toBeLessThan(5);
      expect(table.items.filter((item) => /\(\d{4}\)$|�/.test(item.title))).toEqual([]);

      const { summary } = prepare(table, DEFAULT_PREPARE);
      expect(summary.after).toEqual({ users: 943, items: 1682, interactions: 100_000 });
      expect(summary.leakCheck).toMatchObject(NO_LEAK);
      expect(summary.parts.test.users).toBe(943);
    });

    it('reads and prepares ml-1m.zip', async () => {
      const table = await read('ml-1m.zip');
      expect(table).toMatchObject({ name: 'MovieLens 1M', layout: 'ml-1m', numDuplicates: 0 });
      expect(table.users).toHaveLength(1_000_209);
      expect(table.userIds).toHaveLength(6040);
      expect(table.items).toHaveLength(3706);
      expect(table.items.filter((item) => item.title === item.id || item.year === null)).toEqual([]);

      // Counts that others publish for the same filters.
      const counted = (changes: Partial<PrepareSettings>) => prepare(table, { ...ALL, ...changes }).summary;
      expect(counted({ minRating: 3 }).after.interactions).toBe(836_478);
      expect(counted({ minRating: 3, minPerUser: 10, minPerItem: 10 }).after.interactions).toBe(834_449);
      const sasrec = counted({ minPerUser: 5, minPerItem: 5, iterative: false });
      expect(sasrec.after).toEqual({ users: 6040, items: 3416, interactions: 999_611 });
      expect(sasrec.leakCheck).toMatchObject(NO_LEAK);
      expect(counted({ minPerUser: 5, minPerItem: 5 }).after.interactions).toBe(999_611);

      const cut = counted({ split: 'global-time' });
      expect(cut.leakCheck).toMatchObject({ ...NO_LEAK, testOlderThanAnyone: 0 });
      expect(cut.after.interactions + cut.setAside.interactions).toBe(1_000_209);
      expect((cut.parts.test.interactions + cut.setAside.interactions) / 1_000_209).toBeGreaterThan(0.2);
      expect(counted({ split: 'global-time', cutTime: cut.timeCuts?.test ?? 0 }).parts).toEqual(cut.parts);

      for (const split of ['temporal-user', 'random', 'random-user'] as const) {
        const { summary } = prepare(table, { ...DEFAULT_PREPARE, split });
        expect(summary.after).toEqual({ users: 6040, items: 3706, interactions: 1_000_209 });
        expect(summary.parts.test.interactions / 1_000_209).toBeCloseTo(0.2, 2);
        expect(summary.leakCheck.pairsInTwoParts).toBe(0);
      }
    });

    it('reads ml-100k.zip with who its users are', async () => {
      const { userIds, userAttributes } = await read('ml-100k.zip');
      const first = userIds.indexOf('1');
      expect([userAttributes?.age?.[first], userAttributes?.gender?.[first]]).toEqual(['24', 'M']);
      expect(new Set(userAttributes?.occupation).size).toBe(21);
      expect(userAttributes?.gender?.filter((gender) => gender === 'F')).toHaveLength(273);
    });

    it('reads u1.base and u1.test as the split that they are', async () => {
      const zip = await openSource({ name: 'z', files: [{ path: 'z', blob: await blobOf('ml-100k.zip') }] }, {});
      const files = await Promise.all(
        zip.files
          .filter(({ path }) => /u1\.|u\.item/.test(path))
          .map(async ({ path, blocks }) => ({ path, blob: new Blob([new Uint8Array(await joinBlocks(blocks({})))]) })),
      );
      const { table, problems } = await readKnown({ name: 'ml-100k', files });
      expect(problems.count).toBe(0);
      expect(table).toMatchObject({ name: 'ml-100k u1', layout: 'train-test' });
      expect(table.items.filter(({ title, id }) => title === id)).toEqual([]);
      expect(table.givenParts?.reduce((sum, part) => sum + part, 0)).toBe(20_000);
      const { summary } = prepareNew(table, { ...DEFAULT_PREPARE, minPerUser: 1, validationShare: 0 });
      expect(summary.settings.split).toBe('given');
      expect([summary.parts.train.interactions, summary.parts.test.interactions]).toEqual([80_000, 20_000]);
    });

    it("reads the NCF authors' split", async () => {
      const name = (path: string) => `ml-1m-ncf/${path}`;
      const paths = ['ml-1m.train.rating.gz', 'ml-1m.test.rating', 'ml-1m.test.negative.gz', 'item_map.txt'].map(name);
      const table = await readAll('ml-1m-ncf', paths);
      expect(table).toMatchObject({ name: 'ml-1m-ncf', layout: 'ncf' });
      expect([table.users.length, table.userIds.length, table.items.length]).toEqual([1_000_209, 6040, 3706]);
      expect(table.givenParts?.lastIndexOf(0)).toBe(994_168);
      expect(table.givenParts?.indexOf(1)).toBe(994_169);
      const negatives = table.givenNegatives as RowLists;
      expect(negatives.items).toHaveLength(6040 * 99);
      expect([...new Set(negatives.offsets.map((offset, i) => offset - 99 * i))]).toEqual([0]);
      // as the files have it
      const tests = table.users.slice(994_169);
      const own = tests.filter((user, i) => rowOf(negatives, user).includes(table.itemIndices[994_169 + i]));
      expect(own).toHaveLength(156);

      const { summary } = prepareNew(table, { ...DEFAULT_PREPARE, validationShare: 0 });
      expect(summary.parts.train.interactions).toBe(994_169);
      expect(summary.parts.test).toEqual({ interactions: 6040, users: 6040 });
      expect(summary.has).toMatchObject({ givenParts: true, givenNegatives: true });
    });

    it("reads the SASRec authors' sequences", async () => {
      const files = ['ml-1m.txt.gz', 'sas_to_original_items.txt', 'sas_to_original_users.txt'];
      const table = await readAll(
        'ml-1m-sasrec',
        files.map((file) => `ml-1m-sasrec/${file}`),
      );
      expect(table).toMatchObject({ name: 'ml-1m-sasrec', layout: 'sasrec', timestamps: null });
      expect([table.users.length, table.userIds.length, table.items.length]).toEqual([999_611, 6040, 3416]);
      expect(table.sources.map(({ role }) => role)).toEqual(['ratings', 'ignored', 'ignored']);
      expect(table.sources[0].notes).toEqual(['order-as-time', 'no-ratings']);
      const { summary, test, items } = prepareNew(table, DEFAULT_PREPARE);
      expect(summary.settings.split).toBe('leave-one-out');
      expect(summary.parts.test.interactions).toBe(6040);
      // of the first user the last line
      const lastOfFirst = table.users.lastIndexOf(0);
      expect(table.items[table.itemIndices[lastOfFirst]].id).toBe(items[test.items[0]].id);
    });
  },
);
