import { describe, expect, it } from 'vitest';
import { dataOf, denseOf, randomData } from '../baselineSupport';
import { fitEASE } from './ease';

const everyone = (count: number) => Int32Array.from({ length: count }, (_, user) => user);

/** B column by column: ridge regression of each item on all others, which is what the constraint diag(B) = 0 means. */
function weightsByRegression(x: number[][], numItems: number, l2Reg: number): number[][] {
  const weights = Array.from({ length: numItems }, () => new Array<number>(numItems).fill(0));
  for (let target = 0; target < numItems; target++) {
    const others = Array.from({ length: numItems }, (_, item) => item).filter((item) => item !== target);
    const rows = others.map((a) => [
      ...others.map((b) => x.reduce((sum, row) => sum + row[a] * row[b], 0) + (a === b ? l2Reg : 0)),
      x.reduce((sum, row) => sum + row[a] * row[target], 0),
    ]);
    for (let c = 0; c < others.length; c++) {
      for (let r = 0; r < others.length; r++) {
        if (r === c) continue;
        const factor = rows[r][c] / rows[c][c];
        for (let k = c; k <= others.length; k++) rows[r][k] -= factor * rows[c][k];
      }
    }
    for (const [c, item] of others.entries()) weights[item][target] = rows[c][others.length] / rows[c][c];
  }
  return weights;
}

describe('EASE', () => {
  it('has the weights of two items, worked out by hand', async () => {
    // X^T X = [[3, 2], [2, 2]]; with lambda 1: weights 2 / 3 from 1 to 0, and 2 / 4 from 0 to 1
    const data = dataOf([[0, 1], [0, 1], [0]], 2);
    const scorer = await fitEASE({ l2Reg: 1, maxItems: 10 }, data, 1);
    const [onItem0, onItem1] = await scorer.score(Int32Array.of(2), data.train);
    expect(onItem0).toBe(0);
    expect(onItem1).toBeCloseTo(2 / 4, 6);
    expect(scorer.why(2, Int32Array.of(1), 0)).toMatchObject({ parts: [{ item: 1, value: expect.closeTo(2 / 3, 6) }] });
  });

  it('agrees with the regression of each item on all others', async () => {
    const data = randomData(300, 30);
    const x = denseOf(data.train, data.numItems);
    const weights = weightsByRegression(x, data.numItems, 2);
    const scorer = await fitEASE({ l2Reg: 2, maxItems: 1000 }, data, 1);
    for (let from = 0; from < data.numItems; from++) {
      for (let to = 0; to < data.numItems; to++) {
        expect(scorer.why(0, Int32Array.of(from), to).score).toBeCloseTo(weights[from][to], 5);
      }
    }
    const scores = await scorer.score(everyone(64), data.train);
    for (let user = 0; user < 64; user++) {
      for (let to = 0; to < data.numItems; to++) {
        const expected = x[user].reduce((sum, has, from) => sum + has * weights[from][to], 0);
        expect(scores[user * data.numItems + to]).toBeCloseTo(expected, 5);
      }
    }
  });

  it('with a limit is EASE of the most popular items alone; the others score 0 and count for nothing', async () => {
    const histories = [
      [0, 1, 3],
      [1, 3],
      [3, 1, 4],
      [2, 3],
      [2, 1],
      [4, 2],
    ];
    const data = dataOf(histories, 6);
    // 1 has four, 3 has four, 2 has three; 4 has two, 0 one, 5 none
    const kept = [1, 2, 3];
    const small = dataOf(
      histories.map((items) => items.filter((item) => kept.includes(item)).map((item) => kept.indexOf(item))),
      3,
    );
    const limited = await fitEASE({ l2Reg: 1, maxItems: 3 }, data, 1);
    const alone = await fitEASE({ l2Reg: 1, maxItems: 3 }, small, 1);
    const scores = await limited.score(everyone(6), data.train);
    const expected = await alone.score(everyone(6), small.train);
    for (let user = 0; user < 6; user++) {
      const row = [...scores.subarray(user * 6, user * 6 + 6)];
      expect([row[0], row[4], row[5]]).toEqual([0, 0, 0]);
      expect(kept.map((item) => row[item])).toEqual([...expected.subarray(user * 3, user * 3 + 3)]);
    }
    for (let to = 0; to < 6; to++) expect(limited.why(0, Int32Array.of(4), to).score).toBe(0);
  });

  it('tells how far it is, and stops when told to', async () => {
    const data = randomData(2000, 700);
    const fractions: number[] = [];
    await fitEASE({ l2Reg: 100, maxItems: 700 }, data, 1, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThan(0);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    let asked = 0;
    const stopped = fitEASE({ l2Reg: 100, maxItems: 700 }, data, 1, { shouldStop: () => ++asked === 1 });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toBe(1);
  });
});
