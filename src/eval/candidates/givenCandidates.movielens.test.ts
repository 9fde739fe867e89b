/**
 * Popularity under the NCF authors' split and negatives of MovieLens 1M, against the figures of Ferrari Dacrema et al.,
 * "Are we really making much progress?", RecSys 2019: HR@10 .4531, NDCG@10 .2542. Needs MOVIELENS_DIR, a folder with
 * ml-1m-ncf/ (their files ml-1m.train.rating.gz, ml-1m.test.rating, ml-1m.test.negative.gz).
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { measure } from '../measure';
import { popularityOf } from '../popularityGroups';
import { datasetOf, listsOf } from '../testSupport';

const folder = `${process.env.MOVIELENS_DIR}/ml-1m-ncf`;
const there = existsSync(`${folder}/ml-1m.test.negative.gz`);

it.skipIf(!there)('gives Popularity its published numbers', { timeout: 30_000 }, async () => {
  const rows = (name: string) => {
    const bytes = readFileSync(`${folder}/${name}`);
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n');
  };
  const columns = (name: string) => {
    const pairs = rows(name).map((row) => row.split('\t', 2).map(Number));
    return [0, 1].map((column) => pairs.map((pair) => pair[column]));
  };
  const [trainUsers, trainItems] = columns('ml-1m.train.rating.gz');
  const [testUsers, testItems] = columns('ml-1m.test.rating');
  // (user,test item)\tnegative\tnegative..
  const negatives = rows('ml-1m.test.negative.gz').map((row) => row.split('\t').slice(1).map(Number));
  expect(negatives.filter((row, user) => row.includes(testItems[testUsers.indexOf(user)]))).toHaveLength(156);

  const [numUsers, numItems] = [6040, 3706];
  const nothing = { train: Array.from({ length: numUsers }, () => []), valid: [], test: [] };
  const dataset = {
    ...datasetOf(numItems, nothing, { givenNegatives: listsOf(negatives) }),
    train: rowListsFromPairs(numUsers, trainUsers, trainItems),
    valid: rowListsFromPairs(numUsers, [], []),
    test: rowListsFromPairs(numUsers, testUsers, testItems),
  };
  const [row, blockSize] = [popularityOf(dataset.train, numItems), 256];
  const block = new Float32Array(blockSize * numItems);
  for (let b = 0; b < blockSize; b++) block.set(row, b * numItems);
  const popular = { blockSize, score: async (users: Int32Array) => block.subarray(0, users.length * numItems) };
  const given = await measure(popular, dataset, 'test', { candidates: 'given', numUsersSampled: null });
  expect(given.table.numUsers).toBe(numUsers);
  expect(given.table.values['hitRate@10']).toBeCloseTo(0.4531, 4);
  expect(Math.abs(given.table.values['ndcg@10'] - 0.2542)).toBeLessThan(0.0002);

  // Negatives of our own, drawn as the authors drew theirs: the same within what a draw moves.
  const candidates = { sampled: 99, by: 'uniform', seed: 1 } as const;
  const sampled = await measure(popular, dataset, 'test', { candidates, numUsersSampled: null });
  expect(Math.abs(sampled.table.values['hitRate@10'] - given.table.values['hitRate@10'])).toBeLessThan(0.01);
  expect(Math.abs(sampled.table.values['ndcg@10'] - given.table.values['ndcg@10'])).toBeLessThan(0.008);
});
