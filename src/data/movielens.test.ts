/**
 * Real MovieLens, counted against what its README says. It may not be passed on, so these tests run only where it is:
 * `MOVIELENS_DIR=<folder with ml-100k.zip and ml-1m.zip> npm run test:unit`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepare } from './prepare';
import { readZip } from './readZip';
import { DEFAULT_PREPARE } from './types';

const folder = process.env.MOVIELENS_DIR;
const read = async (name: string) => readZip(new Blob([await readFile(join(folder ?? '', name))]), name);

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
      expect(summary.leakCheck).toEqual({ pairsInTwoParts: 0, testOlderThanTrain: 0 });
      expect(summary.parts.test.users).toBe(943);
    });

    it('reads and prepares ml-1m.zip', async () => {
      const table = await read('ml-1m.zip');
      expect(table).toMatchObject({ name: 'MovieLens 1M', layout: 'ml-1m', numDuplicates: 0 });
      expect(table.users).toHaveLength(1_000_209);
      expect(table.userIds).toHaveLength(6040);
      expect(table.items).toHaveLength(3706);
      expect(table.items.filter((item) => item.title === item.id || item.year === null)).toEqual([]);

      const liked = prepare(table, { ...DEFAULT_PREPARE, minRating: 3, minPerUser: 0, split: 'leave-one-out' });
      expect(liked.summary.after.interactions).toBe(836_478);
      expect(liked.summary.leakCheck).toEqual({ pairsInTwoParts: 0, testOlderThanTrain: 0 });
      for (const split of ['temporal-user', 'random'] as const) {
        const { summary } = prepare(table, { ...DEFAULT_PREPARE, split });
        expect(summary.after).toEqual({ users: 6040, items: 3706, interactions: 1_000_209 });
        expect(summary.parts.test.interactions / 1_000_209).toBeCloseTo(0.2, 2);
        expect(summary.leakCheck.pairsInTwoParts).toBe(0);
      }
    });
  },
);
