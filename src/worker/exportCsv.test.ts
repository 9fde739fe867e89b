import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { concatRows, rowOf } from '@/lib/csr';
import { preparedCsv, topKCsv } from './exportCsv';

const table = syntheticSample().table;
const dataset = prepare(table, DEFAULT_PREPARE);
const known = concatRows(dataset.train, dataset.valid);
const numItems = dataset.items.length;
/** Scores that need all digits of a 32-bit float. */
const scorer = {
  blockSize: 7,
  score: async (users: Int32Array) =>
    Float32Array.from({ length: users.length * numItems }, (_, i) =>
      Math.sin(users[Math.floor(i / numItems)] * 31 + (i % numItems)),
    ),
};

async function parse(blob: Blob): Promise<Record<string, string>[]> {
  const text = await blob.text();
  expect(text.endsWith('\r\n')).toBe(true);
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe('topKCsv', () => {
  it('gives every user their best unknown items, scores to the last digit', async () => {
    const rows = await parse(await topKCsv(scorer, dataset, known, 5));
    expect(rows.length).toBe(5 * dataset.userIds.length);
    for (const user of [0, 8, dataset.userIds.length - 1]) {
      const scores = await scorer.score(Int32Array.of(user));
      const seen = new Set(rowOf(known, user));
      const best = [...scores.keys()]
        .filter((item) => !seen.has(item))
        .sort((a, b) => scores[b] - scores[a])
        .slice(0, 5);
      const mine = rows.filter((row) => row.user === dataset.userIds[user]);
      expect(mine.map(({ item }) => item)).toEqual(best.map((item) => dataset.items[item].id));
      expect(mine.map(({ title }) => title)).toEqual(best.map((item) => dataset.items[item].title));
      expect(mine.map(({ rank }) => rank)).toEqual(['1', '2', '3', '4', '5']);
      expect(mine.map(({ score }) => Math.fround(Number(score)))).toEqual(best.map((item) => scores[item]));
    }
  });

  it('quotes commas, quotes and line ends in titles', async () => {
    const titles = ['a, b', 'say "c"', 'two\nlines'];
    const items = dataset.items.map((item, i) => ({ ...item, title: titles[i % 3] }));
    const rows = await parse(await topKCsv(scorer, { ...dataset, items }, known, 10));
    expect(new Set(rows.map(({ title }) => title))).toEqual(new Set(titles));
  });

  it('tells how far it is, and stops when told to', async () => {
    const told: number[] = [];
    const slow = {
      ...scorer,
      score: async (users: Int32Array) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return scorer.score(users);
      },
    };
    const cancelled = topKCsv(slow, dataset, known, 5, {
      onProgress: (fraction) => told.push(fraction),
      shouldStop: () => told.length === 3,
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(told.length).toBe(3);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told[2]).toBeLessThan(1);
  });
});

describe('preparedCsv', () => {
  it('is the table again, each interaction with its part', async () => {
    const rows = await parse(await preparedCsv(dataset));
    const { parts } = dataset.summary;
    for (const part of ['train', 'valid', 'test'] as const) {
      expect(rows.filter((row) => row.part === part).length).toBe(parts[part].interactions);
    }
    const asText = (user: string, item: string, rating: number, time: number) => [user, item, rating, time].join();
    const given = new Set(
      Array.from(table.users, (user, i) =>
        asText(table.userIds[user], table.items[table.itemIndices[i]].id, table.ratings[i], table.timestamps?.[i] ?? 0),
      ),
    );
    expect(rows.every((row) => given.has(asText(row.user, row.item, Number(row.rating), Number(row.timestamp))))).toBe(
      true,
    );
  });

  it('leaves times empty where there are none', async () => {
    const without = prepare({ ...table, timestamps: null }, { ...DEFAULT_PREPARE, split: 'random' });
    const rows = await parse(await preparedCsv(without));
    expect(new Set(rows.map(({ timestamp }) => timestamp))).toEqual(new Set(['']));
  });
});
