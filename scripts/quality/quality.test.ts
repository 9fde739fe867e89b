import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { Cache } from './cache';
import { EXPERIMENTS } from './experiments';
import { main } from './main';
import { measure } from './measure';
import { formatTable, rowsOf } from './table';
import type { Experiment } from './types';

const [popularity] = EXPERIMENTS;
const measurement = (ndcg: number) => ({ values: { 'ndcg@10': ndcg }, numUsers: 3, fitSeconds: 1, seconds: 2 });

it('names each experiment once, and each has something to be held against', () => {
  const ids = EXPERIMENTS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, figures, seeds } of EXPERIMENTS) {
    expect(figures.length, id).toBeGreaterThan(0);
    expect(seeds.length, id).toBeGreaterThan(0);
    for (const { published, source } of figures) expect(published === null, id).toBe(source === '');
  }
});

it('takes mean and sample deviation over the seeds, and says whether the target is met', () => {
  const [{ row, met }] = rowsOf(popularity, [1, 2, 3], [0.21, 0.22, 0.23].map(measurement));
  expect(row).toMatchObject({ protocol: 'ml-100k-random', model: 'Popularity', metric: 'ndcg@10', seeds: [1, 2, 3] });
  expect(row.ours).toBeCloseTo(0.22, 12);
  expect(row.sd).toBeCloseTo(0.01, 12);
  expect(met).toBe(true);
  expect(rowsOf(popularity, [1], [measurement(0.2)])[0]).toMatchObject({ met: false, row: { sd: null } });
  // what is not a number meets nothing
  expect(rowsOf(popularity, [1], [measurement(Number.NaN)])[0].met).toBe(false);
});

it('prints what was published, ours, and the difference', () => {
  const text = formatTable(rowsOf(popularity, [1], [measurement(0.2297)]));
  expect(text).toMatch(/\| 0\.2197 +\| 0\.2297 \| – +\| \+0\.0100 +\| 0\.2190 ± 0\.0040 \| MISSED \|/);
});

it('keeps what was measured, and measures again what would come out differently', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'quality-'));
  try {
    const file = path.join(folder, 'deeper', 'measured.json');
    new Cache(file, false).set(popularity, 1, measurement(0.5));
    const kept = new Cache(file, false);
    expect(kept.get(popularity, 1)).toEqual(measurement(0.5));
    expect(kept.get(popularity, 2)).toBeUndefined();
    const otherSplit = { ...popularity.protocol, settings: { ...popularity.protocol.settings, testShare: 0.3 } };
    expect(kept.get({ ...popularity, protocol: otherSplit }, 1)).toBeUndefined();
    expect(kept.get({ ...popularity, config: { k: 3 } }, 1)).toBeUndefined();
    expect(new Cache(file, true).get(popularity, 1)).toBeUndefined();
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('measures on what train and validation leave, every user with a test item', { timeout: 60_000 }, async () => {
  const { table } = syntheticSample();
  const experiment: Experiment = { ...popularity, model: 'ease', config: { l2Reg: 50, maxItems: 200 } };
  const measured = await measure(experiment, table, 1);
  const { summary } = prepare(table, { ...popularity.protocol.settings, seed: 1 });
  expect(measured.numUsers).toBe(summary.parts.test.users);
  expect(measured.values['ndcg@10']).toBeGreaterThan(0.05);
  await expect(measure({ ...experiment, config: { l2Reg: -1 } }, table, 1)).rejects.toThrow(/l2Reg/);
});

it('says what it needs', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const nowhere = { folder: null, cacheFile: '' };
  expect(await main(['--only', 'nothing like that'], nowhere)).toBe(1);
  expect(error.mock.calls[0][0]).toContain('ml-100k-random/popularity');
  expect(await main(['--quick'], nowhere)).toBe(1);
  expect(error.mock.calls[1][0]).toContain('MOVIELENS_DIR');
  error.mockRestore();
});
