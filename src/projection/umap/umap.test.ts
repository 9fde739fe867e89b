import { describe, expect, it } from 'vitest';
import { neighbourSteps, unitRows } from '../neighbours';
import { allRows, clusters, finish } from '../testSupport';
import type { NeighbourGraph } from '../types';
import { fuzzyGraph, memberships } from './fuzzyGraph';
import { attraction, CURVE, repulsion } from './slopes';

describe('memberships', () => {
  it('each row is sure of its nearest, and as sure of all as log2 of their number', () => {
    const vectors = clusters(20, 3, 6);
    const graph = finish(neighbourSteps(unitRows(vectors, allRows(vectors)), 6, 14));
    const strengths = memberships(graph);
    for (let row = 0; row < vectors.rows; row++) {
      const own = [...strengths.subarray(row * 14, (row + 1) * 14)];
      expect(own[0]).toBe(1);
      expect(own).toEqual(own.toSorted((a, b) => b - a));
      expect(own.reduce((a, b) => a + b)).toBeCloseTo(Math.log2(15), 4);
    }
  });

  it('of equal points are 1', () => {
    const same = { k: 2, indices: Int32Array.of(1, 2, 0, 2, 0, 1), distances: new Float32Array(6) };
    expect([...memberships(same)]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

it('the graph joins both directions: a + b - ab, or the one there is', () => {
  // 0 and 1 name each other, 2 names 1 and is named by nobody
  const graph: NeighbourGraph = { k: 1, indices: Int32Array.of(1, 0, 1), distances: Float32Array.of(1, 1, 2) };
  const { from, to, weights } = fuzzyGraph(graph);
  const strengths = memberships(graph);
  const joined = strengths[0] + strengths[1] - strengths[0] * strengths[1];
  const edges = [...from].map((i, at) => [i, to[at], weights[at]]);
  expect(edges.toSorted(([a, b], [c, d]) => a - c || b - d)).toEqual([
    [0, 1, joined],
    [1, 0, joined],
    [1, 2, strengths[2]],
    [2, 1, strengths[2]],
  ]);
});

describe('slopes', () => {
  const w = (r: number) => 1 / (1 + CURVE.a * r ** (2 * CURVE.b));
  const slope = (f: (r: number) => number, r: number) => (f(r + 1e-5) - f(r - 1e-5)) / 2e-5;

  it('the curve is near 1 up to a distance of 0.1 and falls like exp(-(r - 0.1)) behind it', () => {
    for (const r of [0, 0.05, 0.1]) expect(w(r)).toBeGreaterThan(0.96);
    for (const r of [0.5, 1, 1.5, 2, 3]) expect(Math.abs(w(r) - Math.exp(-(r - 0.1)))).toBeLessThan(0.06);
  });

  it.each([0.3, 1, 2.5, 8])('are those of the cross entropy at distance %f', (r) => {
    expect(attraction(r * r) * r).toBeCloseTo(
      slope((x) => -Math.log(w(x)), r),
      6,
    );
    // the authors' 0.001 keeps repulsion finite: a hundredth of it at 0.3
    expect((-repulsion(r * r) * r) / slope((x) => -Math.log(1 - w(x)), r)).toBeCloseTo(1, 1);
  });
});
