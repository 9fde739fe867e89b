import { describe, expect, it } from 'vitest';
import { chooseRows } from './chooseRows';
import { nearestRows, neighbourSteps, planeNeighbourSteps, sharedNeighbours, unitRows } from './neighbours';
import { allRows, clusters, finish } from './testSupport';
import type { Vectors } from './types';

/** The definition, by plain sums over plain arrays. */
function cosine(vectors: Vectors, a: number, b: number): number {
  const row = (at: number) => Array.from(vectors.data.subarray(at * vectors.dimensions, (at + 1) * vectors.dimensions));
  const [x, y] = [row(a), row(b)];
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return (
    sum(x.map((value, i) => value * y[i])) /
    Math.sqrt(sum(x.map((value) => value * value)) * sum(y.map((value) => value * value)))
  );
}

const vectors = clusters(17, 5, 7);

describe('nearestRows', () => {
  it('by hand', () => {
    const plane = { rows: 4, dimensions: 2, data: Float32Array.of(1, 0, 10, 10, 0, 1, -3, 0) };
    expect(nearestRows(plane, 0, 3)).toEqual([
      { row: 1, similarity: expect.closeTo(Math.SQRT1_2, 6) },
      { row: 2, similarity: 0 },
      { row: 3, similarity: -1 },
    ]);
  });

  it('are the best of all cosines', () => {
    for (const row of [0, 12, 84]) {
      const all = [...allRows(vectors)]
        .filter((other) => other !== row)
        .map((other) => ({ row: other, similarity: cosine(vectors, row, other) }))
        .sort((a, b) => b.similarity - a.similarity);
      const found = nearestRows(vectors, row, 10);
      expect(found.map((neighbour) => neighbour.row)).toEqual(all.slice(0, 10).map((neighbour) => neighbour.row));
      for (const [i, { similarity }] of found.entries()) expect(similarity).toBeCloseTo(all[i].similarity, 6);
    }
  });

  it('a row of zeros is like nothing', () => {
    const some = { rows: 3, dimensions: 2, data: Float32Array.of(0, 0, 1, 1, 2, 1) };
    expect(nearestRows(some, 0, 2).map(({ similarity }) => similarity)).toEqual([0, 0]);
  });
});

describe('neighbourSteps', () => {
  it.each([
    [3, 7],
    [10, 4],
    [200, 5],
  ])('%d of each, the same as asking row by row', (k, dimensions) => {
    const some = clusters(12, 4, dimensions);
    const graph = finish(neighbourSteps(unitRows(some, allRows(some)), dimensions, k));
    expect(graph.k).toBe(Math.min(k, some.rows - 1));
    for (let row = 0; row < some.rows; row++) {
      nearestRows(some, row, graph.k).forEach((neighbour, i) => {
        const distance = graph.distances[row * graph.k + i];
        expect(distance).toBeCloseTo(Math.sqrt(2 - 2 * neighbour.similarity), 3);
        // equal cosines may come in any order
        expect(cosine(some, row, graph.indices[row * graph.k + i])).toBeCloseTo(neighbour.similarity, 5);
      });
    }
  });
});

it('shared neighbours: all with itself, fewer with a map that is turned around', () => {
  const plane = { rows: 40, dimensions: 2, data: clusters(10, 4, 2).data };
  const graph = finish(planeNeighbourSteps(plane.data, 5));
  expect(sharedNeighbours(graph, graph, 5)).toBe(1);
  const backwards = finish(planeNeighbourSteps(plane.data.toReversed(), 5));
  expect(sharedNeighbours(graph, backwards, 5)).toBeLessThan(0.6);
  // three points on a line: the nearest of the ends is the middle one
  const line = finish(planeNeighbourSteps([0, 0, 1, 0, 3, 0], 1));
  expect([...line.indices]).toEqual([1, 0, 1]);
  expect([...line.distances]).toEqual([1, 1, 2]);
});

describe('chooseRows', () => {
  const popularity = Array.from({ length: 1000 }, (_, row) => (row * 7919) % 1000);

  it('all, where they fit', () => {
    expect([...chooseRows(5, null, 1, 10)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('the most popular half, and as many drawn from the rest by the seed', () => {
    const chosen = chooseRows(1000, popularity, 1, 100);
    expect(chosen).toHaveLength(100);
    expect(new Set(chosen).size).toBe(100);
    const ranks = [...chosen].map((row) => 999 - popularity[row]);
    expect(ranks.filter((rank) => rank < 50)).toHaveLength(50);
    expect(chosen).toEqual(chooseRows(1000, popularity, 1, 100));
    expect(chosen).not.toEqual(chooseRows(1000, popularity, 2, 100));
    // the drawn half is spread over the rest
    const rest = ranks.filter((rank) => rank >= 50);
    expect(rest.filter((rank) => rank > 525).length).toBeGreaterThan(10);
  });
});
