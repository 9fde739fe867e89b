import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
    for (const { heldAgainst, published, source } of figures) {
      expect(heldAgainst === null, id).toBe(source === '');
      expect(published, id).toBe(/numpy/.test(source) ? null : heldAgainst);
    }
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
    new Cache(file, false, 'code').set(popularity, 1, 'data', measurement(0.5));
    const kept = new Cache(file, false, 'code');
    expect(kept.get(popularity, 1, 'data')).toEqual(measurement(0.5));
    expect(kept.get(popularity, 2, 'data')).toBeUndefined();
    expect(kept.get(popularity, 1, 'other data')).toBeUndefined();
    expect(new Cache(file, false, 'other code').get(popularity, 1, 'data')).toBeUndefined();
    const otherSplit = { ...popularity.protocol, settings: { ...popularity.protocol.settings, testShare: 0.3 } };
    expect(kept.get({ ...popularity, protocol: otherSplit }, 1, 'data')).toBeUndefined();
    expect(kept.get({ ...popularity, config: { k: 3 } }, 1, 'data')).toBeUndefined();
    expect(new Cache(file, true, 'code').get(popularity, 1, 'data')).toBeUndefined();
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

describe('main', () => {
  const ONLY = ['--only', 'ml-1m-sasrec/popularity'];
  let folder: string;
  let said: string[];

  /** Users of four films each, as the SASRec authors write them: far too few for the figure, read in no time. */
  const write = (lastFilm: number) => {
    const lines = [1, 2, 3, 4].flatMap((user) => [1, 2, 3, lastFilm].map((film) => `${user} ${film}`));
    writeFileSync(path.join(folder, 'ml-1m-sasrec', 'ml-1m.txt'), `${lines.join('\n')}\n`);
  };
  const run = (codeHash: string, ...args: string[]) => {
    said = [];
    return main([...ONLY, ...args], { folder, cacheFile: path.join(folder, 'measured.json'), codeHash });
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quality-'));
    mkdirSync(path.join(folder, 'ml-1m-sasrec'));
    write(4);
    vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('ends with 1 where a target is missed, and writes rows', async () => {
    const json = path.join(folder, 'rows.json');
    expect(await run('code', '--json', json)).toBe(1);
    expect(said.at(-1)).toContain('1 of 1 targets missed');
    const [row, ...others] = JSON.parse(readFileSync(json, 'utf8'));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ protocol: 'ml-1m-sasrec', published: null, heldAgainst: 0.0179, sd: null, seeds: [1] });
    expect(row.source).toMatch(/numpy/);
    expect(row.ours).toBeGreaterThan(0.1);
  });

  it('goes on where it was stopped, and measures again after a change of code or files', async () => {
    await run('code');
    expect(said[0]).toContain('fit');
    await run('code');
    expect(said[0]).toContain('(kept)');
    await run('other code');
    expect(said[0]).not.toContain('(kept)');
    write(5);
    await run('code');
    expect(said[0]).not.toContain('(kept)');
    await run('code', '--fresh');
    expect(said[0]).not.toContain('(kept)');
  });
});

it('says what it needs', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const nowhere = { folder: null, cacheFile: '', codeHash: '' };
  expect(await main(['--only', 'nothing like that'], nowhere)).toBe(1);
  expect(error.mock.calls[0][0]).toContain('ml-100k-random/popularity');
  expect(await main(['--quick'], nowhere)).toBe(1);
  expect(error.mock.calls[1][0]).toContain('MOVIELENS_DIR');
  error.mockRestore();
});
