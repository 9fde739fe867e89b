import { describe, expect, it } from 'vitest';
import { turnRows } from '@/lib/csr';
import { dataOf, randomData } from '../baselineSupport';
import { type AlsFactors, alsObjective, fitALS, initialFactors, solveSide } from './als';
import type { AlsParameters } from './parameters';

const parameters: AlsParameters = { factors: 5, regularization: 0.05, unobservedWeight: 0.2, regExponent: 0.7 };
const config = { ...parameters, iterations: 8 };

describe('ALS', () => {
  it('solves one user of one item with one factor as on paper', async () => {
    // one user, two items with the vectors 2 and 3, item 0 seen:
    // (0.5 * (4 + 9) + 4 + 0.1 * (1 + 0.5 * 2)) w = 2
    const users = new Float64Array(1);
    const { train } = dataOf([[0]], 2);
    await solveSide(users, Float64Array.of(2, 3), train, {
      factors: 1,
      regularization: 0.1,
      unobservedWeight: 0.5,
      regExponent: 1,
    });
    expect(users[0]).toBeCloseTo(2 / (6.5 + 4 + 0.2), 12);
  });

  it('brings the objective down with each half round, and ends where its gradient is 0', async () => {
    const data = randomData(80, 30);
    const vectors = initialFactors(data, parameters.factors, 3);
    const usersOf = turnRows(data.train, data.numItems);
    const objectives = [alsObjective(vectors, data.train, parameters)];
    for (let round = 0; round < 400; round++) {
      await solveSide(vectors.users, vectors.items, data.train, parameters);
      objectives.push(alsObjective(vectors, data.train, parameters));
      await solveSide(vectors.items, vectors.users, usersOf, parameters);
      objectives.push(alsObjective(vectors, data.train, parameters));
    }
    for (let k = 1; k < objectives.length; k++) {
      expect(objectives[k]).toBeLessThanOrEqual(objectives[k - 1] * (1 + 1e-12));
    }
    expect(objectives[objectives.length - 1]).toBeLessThan(0.9 * objectives[0]);
    // central differences of the objective as written, at the end of the descent
    const slope = (side: keyof AlsFactors, at: number) => {
      const step = 1e-4;
      const value = vectors[side][at];
      vectors[side][at] = value + step;
      const up = alsObjective(vectors, data.train, parameters);
      vectors[side][at] = value - step;
      const down = alsObjective(vectors, data.train, parameters);
      vectors[side][at] = value;
      return (up - down) / (2 * step);
    };
    for (let at = 0; at < 50; at++) {
      expect(Math.abs(slope('items', at))).toBeLessThan(1e-3);
      expect(Math.abs(slope('users', 40 + at))).toBeLessThan(1e-3);
    }
  });

  it('scores by the product of its embeddings, in any block', async () => {
    const data = randomData(70, 25);
    const scorer = await fitALS(config, data, 4);
    const { users, items } = scorer.embeddings ?? { users: { data: [] }, items: { data: [] } };
    const asked = Int32Array.of(69, 3, 17, 4, 5);
    const scores = await scorer.score(asked, data.train);
    expect(scores.length).toBe(5 * 25);
    for (let b = 0; b < 5; b++) {
      for (let i = 0; i < 25; i++) {
        let product = 0;
        for (let f = 0; f < 5; f++) product += users.data[asked[b] * 5 + f] * items.data[i * 5 + f];
        expect(scores[b * 25 + i]).toBeCloseTo(product, 5);
      }
    }
    expect([...(await scorer.score(Int32Array.of(17), data.train))]).toEqual([...scores.subarray(50, 75)]);
  });

  it('follows the seed', async () => {
    const data = randomData(70, 25);
    const score = async (seed: number) => (await fitALS(config, data, seed)).score(Int32Array.of(8), data.train);
    expect(await score(1)).toEqual(await score(1));
    expect(await score(2)).not.toEqual(await score(1));
  });

  it('gives nothing to a user or item of whom nothing is known', async () => {
    const data = randomData(70, 25);
    const scorer = await fitALS(config, data, 1);
    // user 0 has no history, item 24 no user
    expect(new Set(await scorer.score(Int32Array.of(0), data.train))).toEqual(new Set([0]));
    expect((await scorer.score(Int32Array.of(8), data.train))[24]).toBe(0);
  });

  // a machine that does something else may miss it once
  it('stops within 200 ms when told to, and tells how far it is', { retry: 2 }, async () => {
    const data = randomData(3000, 800);
    const fractions: number[] = [];
    let stop = false;
    let askedToStop = 0;
    const fit = fitALS({ ...config, factors: 48, iterations: 1000 }, data, 1, {
      onProgress: (fraction) => fractions.push(fraction),
      shouldStop: () => stop,
    });
    setTimeout(() => {
      stop = true;
      askedToStop = performance.now();
    }, 300);
    await expect(fit).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - askedToStop).toBeLessThan(200);
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });
});
