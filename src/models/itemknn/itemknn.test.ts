import { describe, expect, it } from 'vitest';
import { dataOf, denseOf, randomData } from '../baselineSupport';
import { fitItemKNN } from './itemknn';

const everyone = (count: number) => Int32Array.from({ length: count }, (_, user) => user);

describe('ItemKNN', () => {
  it('sums cosines, worked out by hand', async () => {
    const data = dataOf([[0, 1], [0, 1], [1, 2], [0]], 3);
    const scorer = await fitItemKNN({ neighbours: 2, shrinkage: 0 }, data, 1);
    // item 0 has the users 0, 1, 3, item 1 has 0, 1, 2, item 2 has 2
    const s01 = 2 / 3;
    const s12 = 1 / Math.sqrt(3);
    const scores = [...(await scorer.score(Int32Array.of(3, 2), data.train))];
    const expected = [0, s01, 0, s01, s12, s12];
    for (const [at, value] of expected.entries()) expect(scores[at]).toBeCloseTo(value, 6);
  });

  it.each([
    [5, 0],
    [3, 10],
    [1000, 2.5],
  ])('agrees with brute force for %d neighbours and shrinkage %d', async (neighbours, shrinkage) => {
    const data = randomData(120, 40);
    const x = denseOf(data.train, data.numItems);
    const sums = (i: number, j: number) => x.reduce((sum, row) => sum + row[i] * row[j], 0);
    const nearest = Array.from({ length: data.numItems }, (_, i) =>
      Array.from({ length: data.numItems }, (_, j) => ({
        j,
        sim: i === j ? 0 : sums(i, j) / (Math.sqrt(sums(i, i) * sums(j, j)) + shrinkage) || 0,
      }))
        .sort((a, b) => b.sim - a.sim || a.j - b.j)
        .slice(0, neighbours),
    );
    const scorer = await fitItemKNN({ neighbours, shrinkage }, data, 1);
    const scores = await scorer.score(everyone(100), data.train);
    for (let user = 0; user < 100; user++) {
      for (let i = 0; i < data.numItems; i++) {
        const expected = nearest[i].reduce((sum, { j, sim }) => sum + x[user][j] * sim, 0);
        expect(scores[user * data.numItems + i]).toBeCloseTo(expected, 5);
      }
    }
  });
});
