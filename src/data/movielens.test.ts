/**
 * Real MovieLens, counted against what its README says. It may not be passed on, so these tests run only where it is:
 * `MOVIELENS_DIR=<folder with ml-100k.zip and ml-1m.zip> npm run test:unit`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare } from './prepare';
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
  },
);
