/** Measuring as a whole, and the traps that make numbers wrong without an error. */
import { describe, expect, it, vi } from 'vitest';
import { randomStream } from '@/lib/random';
import type { Scorer } from '@/lib/scorer';
import { explainUser } from './explainUser';
import { measure } from './measure';
import { METRIC_KEYS } from './metricKeys';
import { datasetOf, fixedScorer, listsOf } from './testSupport';
import { CUTOFFS, type RankingScope } from './types';

const FULL: RankingScope = { candidates: 'full', numUsersSampled: null };
const SCOPES: RankingScope[] = [
  FULL,
  { candidates: { sampled: 15, by: 'uniform', seed: 4 }, numUsersSampled: null },
  { candidates: { sampled: 15, by: 'popularity', seed: 4 }, numUsersSampled: null },
  { candidates: 'given', numUsersSampled: null },
  { candidates: 'full', numUsersSampled: 11 },
];

const NUM_USERS = 25;
const NUM_ITEMS = 60;

/** Random histories and scores with many ties; some users have nothing to find, some relevant items are in no training. */
function randomCase(seed: number) {
  const random = randomStream(seed, 'synthetic');
  const rows = { train: [] as number[][], valid: [] as number[][], test: [] as number[][] };
  const given: number[][] = [];
  for (let user = 0; user < NUM_USERS; user++) {
    const items = Array.from({ length: 20 }, () => random.integer(NUM_ITEMS));
    const different = [...new Set(items)];
    rows.test.push(different.slice(0, user % 5));
    rows.valid.push(different.slice(5, 5 + (user % 3)));
    rows.train.push(different.slice(8));
    given.push(Array.from({ length: 12 }, () => random.integer(NUM_ITEMS)));
  }
  const dataset = datasetOf(NUM_ITEMS, rows, { givenNegatives: listsOf(given) });
  const scores = Float32Array.from({ length: NUM_USERS * NUM_ITEMS }, () => random.integer(12));
  const scorer: Scorer = {
    blockSize: 4,
    score: async (users) => {
      const block = new Float32Array(users.length * NUM_ITEMS);
      users.forEach((user, b) => {
        block.set(scores.subarray(user * NUM_ITEMS, (user + 1) * NUM_ITEMS), b * NUM_ITEMS);
      });
      return block;
    },
  };
  return { dataset, scorer };
}

describe('explainUser', () => {
  it.each(SCOPES)('gives each user the values that measuring gave, from ingredients that add up: %j', async (scope) => {
    const { dataset, scorer } = randomCase(1);
    for (const part of ['valid', 'test'] as const) {
      const { perUser, table } = await measure(scorer, dataset, part, scope);
      expect(perUser.users.length).toBeGreaterThan(5);
      for (const [place, user] of perUser.users.entries()) {
        const told = await explainUser(scorer, dataset, user, part, scope);
        expect(told.protocol).toEqual(table.protocol);
        for (const key of METRIC_KEYS) expect(told.values[key]).toBeCloseTo(perUser.values[key][place], 6);
        expect(told.relevant).toHaveLength(told.numRelevant);
        for (const { rank, itemIndex } of told.relevant) {
          // Ranks in the whole list and hits in its beginning tell the same.
          if (rank <= 20) expect(told.list[rank - 1]).toMatchObject({ itemIndex, relevant: true });
          expect(rank).toBeLessThanOrEqual(told.numCandidates);
        }
        expect(told.hits.reduce((sum, hit) => sum + hit, 0)).toBe(
          told.relevant.filter(({ rank }) => rank <= 20).length,
        );
        for (const k of CUTOFFS) {
          const ranks = told.relevant.map(({ rank }) => rank).filter((rank) => rank <= k);
          const dcg = ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
          expect(told.gain[k].dcg).toBeCloseTo(dcg, 10);
          expect(told.gain[k].dcg / told.gain[k].idealDcg).toBeCloseTo(told.values[`ndcg@${k}`], 10);
        }
      }
    }
  });

  it('writes one user out', async () => {
    const dataset = datasetOf(6, { train: [[0]], valid: [[1]], test: [[3, 5]] });
    const told = await explainUser(fixedScorer([6, 5, 4, 3, 2, 1]), dataset, 0, 'test', FULL);
    expect(told).toMatchObject({ numCandidates: 4, numRelevant: 2 });
    expect(told.list.map(({ itemIndex }) => itemIndex)).toEqual([2, 3, 4, 5]);
    expect(told.relevant).toEqual([
      { itemIndex: 3, score: 3, rank: 2 },
      { itemIndex: 5, score: 1, rank: 4 },
    ]);
    expect(told.hits.slice(0, 5)).toEqual([0, 1, 0, 1, 0]);
    expect(told.discounts.slice(0, 3)).toEqual([1, 1 / Math.log2(3), 1 / 2]);
    expect(told.gain[10].idealDcg).toBeCloseTo(1 + 1 / Math.log2(3), 12);
  });

  it('refuses a user with nothing to find', async () => {
    const dataset = datasetOf(3, { train: [[0]], valid: [[]], test: [[]] });
    const told = explainUser(fixedScorer([1, 2, 3]), dataset, 0, 'test', FULL);
    await expect(told).rejects.toMatchObject({ code: 'invalid-config', details: { user: 'u0' } });
  });
});

describe('traps', () => {
  const scorer = fixedScorer([9, 8, 7, 6, 5, 4]);

  it('validation items are masked at test, and are candidates at validation alone', async () => {
    const dataset = datasetOf(6, { train: [[3]], valid: [[0]], test: [[1]] });
    const test = await measure(scorer, dataset, 'test', FULL);
    // unmasked, item 0 would push item 1 to the second place
    expect(test.table.values['mrr@5']).toBe(1);
    const valid = await measure(scorer, dataset, 'valid', FULL);
    expect(valid.table.values['mrr@5']).toBe(1);
    expect((await explainUser(scorer, dataset, 0, 'test', FULL)).list.map(({ itemIndex }) => itemIndex)).toEqual([
      1, 2, 4, 5,
    ]);
    expect((await explainUser(scorer, dataset, 0, 'valid', FULL)).numCandidates).toBe(5);
  });

  it('ties count against the model: a constant score ranks relevant items last', async () => {
    const dataset = datasetOf(6, { train: [[0]], valid: [[]], test: [[1]] });
    const { table } = await measure(fixedScorer([1, 1, 1, 1, 1, 1]), dataset, 'test', FULL);
    expect(table.values['mrr@5']).toBeCloseTo(1 / 5, 6);
  });

  it('K larger than the candidates: the list is short, what it lacks is no hit', async () => {
    const dataset = datasetOf(6, { train: [[0, 1, 2]], valid: [[]], test: [[5]] });
    const { table } = await measure(scorer, dataset, 'test', FULL);
    expect(table.values['precision@20']).toBeCloseTo(1 / 20, 7);
    expect(table.values['recall@20']).toBe(1);
    expect(table.values['ndcg@20']).toBeCloseTo(1 / Math.log2(4), 6);
    expect(table.lists['coverage@20']).toBe(3 / 6);
  });

  it('users without a test item are not averaged over', async () => {
    const dataset = datasetOf(6, { train: [[0], [0]], valid: [[], []], test: [[1], []] });
    const { table, perUser } = await measure(scorer, dataset, 'test', FULL);
    expect([...perUser.users]).toEqual([0]);
    expect(table).toMatchObject({ numUsers: 1, values: { 'mrr@5': 1 } });
  });

  it('items unseen in training are candidates, and count when they are relevant', async () => {
    const dataset = datasetOf(6, { train: [[0], [0]], valid: [[], []], test: [[5], [1]] });
    const { table, perUser } = await measure(scorer, dataset, 'test', FULL);
    expect(table.numUsers).toBe(2);
    expect(perUser.values['mrr@5'][0]).toBeCloseTo(1 / 5, 6);
    expect(table.lists['novelty@5']).toBeCloseTo(Math.log2(2), 12);
  });

  it('a sample of users belongs to the split, not to the run', async () => {
    const { dataset, scorer: random } = randomCase(2);
    const scope: RankingScope = { candidates: 'full', numUsersSampled: 11 };
    const first = await measure(random, dataset, 'test', scope);
    expect((await measure(random, dataset, 'test', scope)).perUser).toEqual(first.perUser);
    expect(first.table.protocol.users).toBe('11 fixed users');
  });

  it('scores are asked for with the same history whatever the candidates', async () => {
    const { dataset, scorer: random } = randomCase(3);
    const histories = [];
    for (const scope of SCOPES) {
      const score = vi.fn(random.score);
      await measure({ ...random, score }, dataset, 'test', scope);
      histories.push(score.mock.calls[0][1]);
    }
    for (const history of histories) expect(history).toEqual(histories[0]);
  });
});
