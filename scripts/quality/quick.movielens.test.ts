/**
 * The quick subset of `npm run quality`: CPU baselines on MovieLens 100K with one split seed, each within what the mean
 * over five has to meet. Needs MOVIELENS_DIR, a folder with ml-100k.zip.
 */
import { expect, it } from 'vitest';
import { EXPERIMENTS } from './experiments';
import { measure } from './measure';
import { readSet } from './readSets';
import { rowsOf } from './table';

const folder = process.env.MOVIELENS_DIR;
const quick = EXPERIMENTS.filter((experiment) => experiment.quick);

it('covers the baselines with a taste or a memory, on one small data set', () => {
  expect(quick.map(({ model }) => model).sort()).toEqual(['als', 'ease', 'itemknn', 'markov', 'popularity']);
  expect(new Set(quick.map(({ protocol }) => protocol.set))).toEqual(new Set(['ml-100k']));
});

it.skipIf(!folder).each(quick)('reproduces $id', { timeout: 120_000 }, async (experiment) => {
  const table = await readSet(experiment.protocol.set, folder ?? '');
  const [seed] = experiment.seeds;
  const rows = rowsOf(experiment, [seed], [await measure(experiment, table, seed)]);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ met }) => !met)).toEqual([]);
});
