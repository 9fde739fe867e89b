import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/csr';
import { evaluateScope } from '../measure';
import { datasetOf, fixedScorer, listsOf } from '../testSupport';
import type { Candidates } from '../types';
import { createCandidates } from './index';

const full = { numUsersSampled: null };

/** The candidates of all users of some data on its test part. */
function draw(
  candidates: Candidates,
  rows: { train: number[][]; valid: number[][]; test: number[][] },
  numItems: number,
) {
  const parts = datasetOf(numItems, rows);
  const known = listsOf(rows.train.map((row, user) => [...row, ...rows.valid[user]]));
  const candidatesOf = createCandidates(candidates, { parts, known, relevant: parts.test });
  return rows.train.map((_, user) => [...(candidatesOf(user) ?? [])]);
}

describe('sampled candidates', () => {
  const rows = fc.array(
    fc.tuple(fc.uniqueArray(fc.nat(29), { maxLength: 25 }), fc.nat(3), fc.nat(3)).map(([items, v, t]) => ({
      test: items.slice(0, t),
      valid: items.slice(t, t + v),
      train: items.slice(t + v),
    })),
    { minLength: 1, maxLength: 5 },
  );

  it.each(['uniform', 'popularity'] as const)('%s: N different items, never seen or relevant, by seed', (by) => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 40 }), fc.integer(), (users, sampled, seed) => {
        const parts = {
          train: users.map(({ train }) => train),
          valid: users.map(({ valid }) => valid),
          test: users.map(({ test }) => test),
        };
        const drawn = draw({ sampled, by, seed }, parts, 30);
        drawn.forEach((items, user) => {
          const taken = [...parts.train[user], ...parts.valid[user], ...parts.test[user]];
          expect(items).toHaveLength(Math.min(sampled, 30 - taken.length));
          expect(new Set(items).size).toBe(items.length);
          expect(items.filter((item) => taken.includes(item) || item < 0 || item >= 30)).toEqual([]);
        });
        expect(draw({ sampled, by, seed }, parts, 30)).toEqual(drawn);
      }),
    );
  });

  it('are others with another seed, and do not depend on who else is ranked', () => {
    const empty = Array.from({ length: 3 }, () => []);
    const parts = { train: [[0], [1], [2]], valid: empty, test: [[9], [9], [9]] };
    const drawn = draw({ sampled: 10, by: 'uniform', seed: 1 }, parts, 100);
    expect(drawn[0]).not.toEqual(drawn[1]);
    expect(draw({ sampled: 10, by: 'uniform', seed: 2 }, parts, 100)).not.toEqual(drawn);
    const dataset = datasetOf(100, parts);
    const context = { parts: dataset, known: dataset.train, relevant: dataset.test };
    const source = createCandidates({ sampled: 10, by: 'uniform', seed: 1 }, context);
    expect([...(source(2) ?? [])]).toEqual(drawn[2]);
  });

  it('are the same after a refit: what counts is what is known and relevant together', () => {
    const before = { train: [[0, 1]], valid: [[2]], test: [[3]] };
    const after = { train: [[0, 1, 2]], valid: [[]], test: [[3]] };
    const candidates = { sampled: 5, by: 'uniform', seed: 1 } as const;
    expect(draw(candidates, before, 50)).toEqual(draw(candidates, after, 50));
  });

  it('uniform: every unknown item is equally likely', () => {
    const counts = new Array(10).fill(0);
    const rounds = 6000;
    for (let seed = 0; seed < rounds; seed++) {
      for (const item of draw({ sampled: 3, by: 'uniform', seed }, { train: [[0]], valid: [[]], test: [[1]] }, 10)[0]) {
        counts[item]++;
      }
    }
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    const expected = (rounds * 3) / 8;
    for (const count of counts.slice(2)) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it('by popularity: in proportion to what is left, items without interactions last', () => {
    // Items 0, 1, 2 have 1, 2, 4 interactions of other users; 3 has none; user 0 knows nothing, 4 is relevant.
    const train = [[], [0, 1, 2], [1, 2], [2], [2]];
    const empty = train.map(() => []);
    const parts = { train, valid: empty, test: [[4], [], [], [], []] };
    const first = [0, 0, 0, 0];
    const rounds = 7000;
    for (let seed = 0; seed < rounds; seed++) {
      first[draw({ sampled: 1, by: 'popularity', seed }, parts, 5)[0][0]]++;
      if (seed < 50) {
        const three = draw({ sampled: 3, by: 'popularity', seed }, parts, 5)[0];
        expect(three.toSorted()).toEqual([0, 1, 2]);
      }
    }
    [1 / 7, 2 / 7, 4 / 7].forEach((share, item) => {
      expect(Math.abs(first[item] / rounds - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / rounds));
    });
    expect(first[3]).toBe(0);
  });

  it('by popularity: keeps the proportions where nearly every draw would be refused', () => {
    // Item 0 has 3000 interactions and is known to user 0; 1 and 2 have 1 and 2.
    const train = [[0], ...Array.from({ length: 3000 }, () => [0]), [1], [2], [2]];
    const parts = datasetOf(3, { train, valid: train.map(() => []), test: train.map(() => []) });
    const context = { parts, known: parts.train, relevant: parts.test };
    const rounds = 2000;
    let second = 0;
    for (let seed = 0; seed < rounds; seed++) {
      if (createCandidates({ sampled: 1, by: 'popularity', seed }, context)(0)?.[0] === 2) second++;
    }
    expect(Math.abs(second / rounds - 2 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / rounds));
  });

  it('refuse to be none', () => {
    const parts = { train: [[0]], valid: [[]], test: [[1]] };
    expect(() => draw({ sampled: 0, by: 'uniform', seed: 1 }, parts, 4)).toThrow(/must be 1 or more/);
  });
});

describe('ranking among candidates', () => {
  // Items scored 9 .. 0: without sampling the order is that of the indices.
  const scorer = fixedScorer([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  const rows = { train: [[0], [1]], valid: [[1], [2]], test: [[5], [9, 3]] };

  it('ranks the relevant items among the given ones only', async () => {
    const dataset = datasetOf(10, rows, {
      givenNegatives: listsOf([
        [3, 8],
        [8, 4, 0],
      ]),
    });
    const { perUser, table } = await evaluateScope(scorer, dataset, 'test', { candidates: 'given', ...full });
    // user 0: 3 5 8 -> place 2; user 1: 0 3 4 8 9 -> places 2 and 5
    expect(perUser.values['mrr@10'][0]).toBe(1 / 2);
    const found = 1 / Math.log2(3) + 1 / Math.log2(6);
    expect(perUser.values['ndcg@10'][1]).toBeCloseTo(found / (1 + 1 / Math.log2(3)), 6);
    expect(table.protocol.candidates).toBe('given');
  });

  it('drops negatives that equal the positive, or were seen', async () => {
    const dataset = datasetOf(10, rows, {
      givenNegatives: listsOf([
        [5, 3, 8, 3],
        [1, 2, 9, 8],
      ]),
    });
    const { perUser, lists } = await evaluateScope(scorer, dataset, 'test', { candidates: 'given', ...full });
    // user 0: 3 5 8; user 1: 3 8 9
    expect([...lists.subarray(0, 4)]).toEqual([3, 5, 8, -1]);
    expect([...lists.subarray(20, 24)]).toEqual([3, 8, 9, -1]);
    expect(perUser.values['mrr@10'][0]).toBe(1 / 2);
    expect(perUser.values['precision@5'][1]).toBeCloseTo(2 / 5, 6);
  });

  it('counts ties against the model among candidates too', async () => {
    const dataset = datasetOf(10, rows, {
      givenNegatives: listsOf([
        [8, 7, 6],
        [8, 7, 6],
      ]),
    });
    const constant = fixedScorer(new Array(10).fill(1));
    const { perUser } = await evaluateScope(constant, dataset, 'test', { candidates: 'given', ...full });
    expect(perUser.values['mrr@10'][0]).toBe(1 / 4);
    expect(perUser.values['mrr@10'][1]).toBe(1 / 4);
  });

  it('works when K is larger than the candidates', async () => {
    const dataset = datasetOf(10, rows);
    const scope = { candidates: { sampled: 2, by: 'uniform', seed: 1 }, ...full } as const;
    const { table, lists } = await evaluateScope(scorer, dataset, 'test', scope);
    expect([...lists.subarray(0, 20)].filter((item) => item >= 0)).toHaveLength(3);
    expect(table.values['recall@20']).toBe(1);
    expect(table.values['hitRate@5']).toBe(1);
    expect(table.values['precision@20']).toBeCloseTo((1 / 20 + 2 / 20) / 2, 6);
    expect(table.protocol).toMatchObject({ candidates: '2 sampled seed 1', masked: 'train, at test train+valid' });
  });

  it('is full ranking when everything is sampled', async () => {
    const dataset = datasetOf(10, rows);
    const all = await evaluateScope(scorer, dataset, 'test', { candidates: 'full', ...full });
    for (const by of ['uniform', 'popularity'] as const) {
      const sampled = await evaluateScope(scorer, dataset, 'test', {
        candidates: { sampled: 99, by, seed: 3 },
        ...full,
      });
      expect(sampled.table.values).toEqual(all.table.values);
      expect(sampled.lists).toEqual(all.lists);
      expect(sampled.table.protocol.hash).not.toBe(all.table.protocol.hash);
    }
  });

  it('says that there are no negatives of its own', async () => {
    const asked = evaluateScope(scorer, datasetOf(10, rows), 'test', { candidates: 'given', ...full });
    await expect(asked).rejects.toMatchObject({ code: 'invalid-config' });
  });

  it('does not read test when validation is measured', async () => {
    const dataset = datasetOf(10, rows);
    const guarded = Object.defineProperty({ ...dataset }, 'test', {
      get: () => expect.unreachable(),
    });
    const scope = { candidates: { sampled: 4, by: 'uniform', seed: 1 }, ...full } as const;
    const { perUser } = await evaluateScope(scorer, guarded, 'valid', scope);
    expect([...perUser.users]).toEqual([0, 1]);
    expect(rowOf(dataset.valid, 0)).toHaveLength(1);
  });
});
