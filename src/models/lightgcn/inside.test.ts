import { describe, expect, it } from 'vitest';
import type { TrainingData } from '../types';
import { hopsOf, type LayeredGraph, MOST_OF_HOP, propagationOf, SMOOTHNESS_PAIRS, smoothnessOf } from './inside';
import { finalOf, propagate } from './layers';
import { normalisedAdjacency } from './lightgcn';

const DIM = 2;

/** @param rows each user's items */
function graphOf(rows: number[][], numItems: number, first: number[][], alpha: number[]): LayeredGraph {
  const offsets = Int32Array.from([0, ...rows.map((_, user) => rows.slice(0, user + 1).flat().length)]);
  const data: TrainingData = {
    numUsers: rows.length,
    numItems,
    train: { offsets, items: Int32Array.from(rows.flat()) },
    popularity: new Int32Array(numItems),
  };
  const adjacency = normalisedAdjacency(data);
  const layers = propagate(adjacency, Float32Array.from(first.flat()), DIM, alpha);
  return { adjacency, layers, final: finalOf(layers), numUsers: rows.length };
}

/**
 * Users a, b, c; items 0 .. 3: a has 0 and 1, b has 1 and 2, c has 2; nobody has 3.
 * degrees: a 2, b 2, c 1; items 1, 2, 2, 0
 */
const SMALL = graphOf(
  [[0, 1], [1, 2], [2]],
  4,
  [
    [1, 0],
    [0, 1],
    [3, 4],
    [1, 1],
    [0, 2],
    [-1, 0],
    [5, 5],
  ],
  [0.5, 0.3, 0.1, 0.1],
);

describe('the neighbourhood of a node', () => {
  it('comes hop by hop, with the weights of its walks', () => {
    const { hops, edges } = hopsOf(SMALL, 0, 3);
    // a - 0: 1 / sqrt(2 * 1); a - 1: 1 / sqrt(2 * 2)
    expect(hops[0]).toEqual({
      nodes: [
        { side: 'items', index: 0, weight: expect.closeTo(Math.SQRT1_2, 6), degree: 1 },
        { side: 'items', index: 1, weight: expect.closeTo(0.5, 6), degree: 2 },
      ],
      numNodes: 2,
      totalWeight: expect.closeTo(Math.SQRT1_2 + 0.5, 6),
    });
    // a - 1 - b: 1/2 * 1/2, and a - 1 - b - 2: 1/2 * 1/2 * 1/2
    expect(hops[1].nodes).toEqual([{ side: 'users', index: 1, weight: expect.closeTo(0.25, 6), degree: 2 }]);
    expect(hops[2].nodes).toEqual([{ side: 'items', index: 2, weight: expect.closeTo(0.125, 6), degree: 2 }]);
    expect(edges).toEqual([
      { hop: 0, from: 0, to: 0, weight: expect.closeTo(Math.SQRT1_2, 6) },
      { hop: 0, from: 0, to: 1, weight: expect.closeTo(0.5, 6) },
      { hop: 1, from: 1, to: 0, weight: expect.closeTo(0.5, 6) },
      { hop: 2, from: 0, to: 0, weight: expect.closeTo(0.5, 6) },
    ]);
  });

  it('ends where there is nothing new', () => {
    expect(hopsOf(SMALL, 0, 9).hops.map(({ numNodes }) => numNodes)).toEqual([2, 1, 1, 1]);
    expect(hopsOf(SMALL, 6, 3)).toEqual({ hops: [], edges: [] });
  });

  it('shows the heaviest and counts the others', () => {
    // user 0 has all items; item i has i more users
    const numItems = 20;
    const rows = [Array.from({ length: numItems }, (_, item) => item)];
    for (let item = 0; item < numItems; item++) for (let k = 0; k < item; k++) rows.push([item]);
    const first = Array.from({ length: rows.length + numItems }, () => [1, 0]);
    const [{ nodes, numNodes, totalWeight }] = hopsOf(graphOf(rows, numItems, first, [1, 1]), 0, 1).hops;
    expect(nodes).toHaveLength(MOST_OF_HOP);
    expect(nodes.map(({ index }) => index)).toEqual(Array.from({ length: MOST_OF_HOP }, (_, item) => item));
    expect(numNodes).toBe(numItems);
    expect(totalWeight).toBeCloseTo(
      rows[0].reduce((sum, item) => sum + 1 / Math.sqrt(numItems * (item + 1)), 0),
      5,
    );
  });
});

describe('what layers say is near', () => {
  it('is by the cosine at that layer', () => {
    const { layers, final, degree, alpha } = propagationOf(SMALL, { side: 'users', index: 0 });
    expect(degree).toBe(2);
    expect(alpha).toEqual([0.5, 0.3, 0.1, 0.1]);
    // E_0: a [1, 0]; items [1, 1], [0, 2], [-1, 0], [5, 5]
    expect(layers[0].nearest).toEqual([
      { item: 0, value: expect.closeTo(Math.SQRT1_2, 6) },
      { item: 3, value: expect.closeTo(Math.SQRT1_2, 6) },
      { item: 1, value: 0 },
      { item: 2, value: -1 },
    ]);
    expect(layers[0].norm).toBe(1);
    // E_1[a] = [1, 1] / sqrt 2 + [0, 2] / 2; E_1[0] = a / sqrt 2 = [0.707, 0], E_1[1] = (a + b) / 2 = [0.5, 0.5]
    const [x, y] = [Math.SQRT1_2, Math.SQRT1_2 + 1];
    expect(layers[1].norm).toBeCloseTo(Math.hypot(x, y), 5);
    const near = Object.fromEntries(layers[1].nearest.map(({ item, value }) => [item, value]));
    expect(near[0]).toBeCloseTo(x / Math.hypot(x, y), 5);
    expect(near[1]).toBeCloseTo((x + y) / Math.hypot(x, y) / Math.SQRT2, 5);
    // an item that nobody has, has no neighbours to be a sum of
    expect(near[3]).toBe(0);
    expect(final.nearest).toHaveLength(4);
  });

  it('does not name the film itself', () => {
    const { layers } = propagationOf(SMALL, { side: 'items', index: 1 });
    for (const { nearest } of layers) expect(nearest.map(({ item }) => item).sort()).toEqual([0, 2, 3]);
  });
});

describe('over-smoothing', () => {
  it('is the mean cosine of pairs: a connected graph ends in one direction', () => {
    const { layers, numLayers, numPairs } = smoothnessOf(SMALL);
    expect({ numLayers, numPairs, layers: layers.length }).toEqual({
      numLayers: 3,
      numPairs: SMOOTHNESS_PAIRS,
      layers: 9,
    });
    // three users: (a, b) 0, (a, c) 0.6, (b, c) 0.8, each pair drawn about as often
    expect(layers[0].users).toBeCloseTo((0 + 0.6 + 0.8) / 3, 1);
    expect(layers[8].users).toBeGreaterThan(0.99);
    expect(layers[8].items).toBeGreaterThan(0.9);
    expect(layers[8].items).toBeGreaterThan(layers[2].items);
  });

  it('is the same each time', () => {
    expect(smoothnessOf(SMALL)).toEqual(smoothnessOf(SMALL));
  });
});
