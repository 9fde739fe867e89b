import { describe, expect, it } from 'vitest';
import { neighbourSteps, planeNeighbourSteps, unitRows } from '../neighbours';
import { pca } from '../pca';
import { allRows, clusters, finish } from '../testSupport';
import { DEFAULT_LAYOUT, LAYOUT_IDS, type LayoutId } from '../types';
import { LAYOUTS } from './index';

const vectors = clusters(30, 4, 8);
const start = pca(vectors, allRows(vectors)).positions;

function make(id: LayoutId, seed: number) {
  const settings = { ...DEFAULT_LAYOUT, seed, perplexity: 10 };
  const k = LAYOUTS[id].numNeighbours(vectors.rows, settings);
  const graph = finish(neighbourSteps(unitRows(vectors, allRows(vectors)), vectors.dimensions, k));
  return LAYOUTS[id].make(graph, start, settings);
}

describe.each(LAYOUT_IDS)('%s', (id) => {
  it('ends after its steps with each cluster by itself', () => {
    const layout = make(id, 1);
    let steps = 0;
    for (; layout.step < layout.numSteps; steps++) layout.advance();
    expect(steps).toBe(layout.numSteps);
    expect(layout.positions.every(Number.isFinite)).toBe(true);
    const map = finish(planeNeighbourSteps(layout.positions, 8));
    const sameCluster = [...map.indices].filter((other, at) => other % 4 === Math.floor(at / map.k) % 4).length;
    expect(sameCluster / map.indices.length).toBeGreaterThan(0.98);
  });

  it('is the same for the same seed, and another for another', () => {
    const positions = (seed: number) => {
      const layout = make(id, seed);
      for (let i = 0; i < 40; i++) layout.advance();
      return layout.positions;
    };
    expect(positions(1)).toEqual(positions(1));
    expect(positions(1)).not.toEqual(positions(2));
  });
});
