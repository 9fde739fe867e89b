/**
 * The whole chain of measuring (reading, splitting, masking, ranking, metrics) against numbers that others published for
 * Popularity. Needs MOVIELENS_DIR, a folder with ml-100k.zip.
 */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { readKnown } from '@/data/testSupport';
import { DEFAULT_PREPARE } from '@/data/types';
import { evaluate } from '@/eval/evaluate';
import { protocolOf } from '@/eval/protocol';
import { fitPopularity } from '@/models/popularity/popularity';

const folder = process.env.MOVIELENS_DIR;

/**
 * Random 80/20, all ratings positive, full ranking, @10: precision .1897, recall .1182, NDCG .2197
 * (README of yng87/Recommenders.jl, one seed). NDCG has a standard deviation of .003 over split seeds, so the mean of
 * five is compared.
 */
it.skipIf(!folder)('reaches the published numbers of Popularity on MovieLens 100K', { timeout: 30_000 }, async () => {
  const bytes = await readFile(`${folder}/ml-100k.zip`);
  const { table } = await readKnown({ name: 'ml-100k.zip', files: [{ path: 'ml-100k.zip', blob: new Blob([bytes]) }] });
  const seeds = [1, 2, 3, 4, 5];
  const mean = { 'precision@10': 0, 'recall@10': 0, 'ndcg@10': 0 };
  for (const seed of seeds) {
    const dataset = prepare(table, { ...DEFAULT_PREPARE, split: 'random', validationShare: 0, seed });
    const data = {
      numUsers: dataset.userIds.length,
      numItems: dataset.items.length,
      train: dataset.train,
      popularity: dataset.popularity,
    };
    const protocol = protocolOf(dataset.summary, { candidates: 'full', numUsersSampled: null });
    const { table: measured } = await evaluate(await fitPopularity({}, data, seed), dataset, 'test', { protocol });
    expect(measured.numUsers).toBeGreaterThan(930);
    for (const key of ['precision@10', 'recall@10', 'ndcg@10'] as const) {
      mean[key] += measured.values[key] / seeds.length;
    }
  }
  expect(Math.abs(mean['precision@10'] - 0.1897)).toBeLessThan(0.006);
  expect(Math.abs(mean['recall@10'] - 0.1182)).toBeLessThan(0.006);
  expect(Math.abs(mean['ndcg@10'] - 0.2197)).toBeLessThan(0.006);
});
