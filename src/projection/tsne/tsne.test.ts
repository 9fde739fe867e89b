import { describe, expect, it } from 'vitest';
import { randomStream } from '@/lib/random';
import { neighbourSteps, planeNeighbourSteps, sharedNeighbours, unitRows } from '../neighbours';
import { pca } from '../pca';
import { allRows, clusters, finish } from '../testSupport';
import { DEFAULT_LAYOUT, type NeighbourGraph } from '../types';
import { conditionals, jointProbabilities, numNeighboursFor } from './affinities';
import { divergence, tsneGradient } from './gradient';
import { QuadTree } from './QuadTree';
import { Tsne } from './Tsne';

const vectors = clusters(25, 4, 8);
const graphOf = (perplexity: number): NeighbourGraph =>
  finish(
    neighbourSteps(unitRows(vectors, allRows(vectors)), vectors.dimensions, numNeighboursFor(perplexity, vectors.rows)),
  );

function cloud(n: number, spread = 3, seed = 1): Float64Array {
  const random = randomStream(seed, 'projection');
  return Float64Array.from({ length: 2 * n }, () => spread * random.normal());
}

/** KL(P || Q) by its definition, over all pairs. */
function divergenceOverAllPairs(p: ReturnType<typeof jointProbabilities>, y: Float64Array): number {
  const n = p.numRows;
  const q = (i: number, j: number) => 1 / (1 + (y[2 * i] - y[2 * j]) ** 2 + (y[2 * i + 1] - y[2 * j + 1]) ** 2);
  let z = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) z += q(i, j);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let at = p.offsets[i]; at < p.offsets[i + 1]; at++) {
      const value = p.values[at];
      if (value > 0) sum += value * Math.log(value / (q(i, p.columns[at]) / z));
    }
  }
  return sum;
}

describe('similarities', () => {
  it('each row has the perplexity asked for', () => {
    for (const perplexity of [5, 20]) {
      const graph = graphOf(perplexity);
      const p = conditionals(graph, perplexity);
      for (let row = 0; row < vectors.rows; row++) {
        const values = [...p.subarray(row * graph.k, (row + 1) * graph.k)];
        expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
        const entropy = -values.reduce((sum, value) => sum + (value > 0 ? value * Math.log2(value) : 0), 0);
        expect(2 ** entropy).toBeCloseTo(perplexity, 2);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }
    }
  });

  it('together they are symmetric and sum to 1', () => {
    const p = jointProbabilities(graphOf(10), 10);
    const at = new Map<string, number>();
    for (let i = 0; i < p.numRows; i++) {
      for (let k = p.offsets[i]; k < p.offsets[i + 1]; k++) at.set(`${i},${p.columns[k]}`, p.values[k]);
    }
    expect([...at.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    for (const [pair, value] of at) expect(at.get(pair.split(',').reverse().join())).toBe(value);
  });

  it('of equal points are finite', () => {
    const same = { k: 2, indices: Int32Array.of(1, 2, 0, 2, 0, 1), distances: new Float32Array(6) };
    expect([...conditionals(same, 1.5)]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });
});

describe('QuadTree', () => {
  it.each([1, 2, 5, 300])('with every cell open it is the plain sum, %d points', (n) => {
    const y = cloud(n);
    const tree = new QuadTree(n);
    tree.build(y);
    const force = new Float64Array(2 * n);
    const z = tree.repulsion(force, 0);
    let expectedZ = 0;
    for (let i = 0; i < n; i++) {
      let [fx, fy] = [0, 0];
      for (let j = 0; j < n; j++) {
        if (i === j) continue;
        const [dx, dy] = [y[2 * i] - y[2 * j], y[2 * i + 1] - y[2 * j + 1]];
        const q = 1 / (1 + dx * dx + dy * dy);
        expectedZ += q;
        fx += q * q * dx;
        fy += q * q * dy;
      }
      expect(force[2 * i]).toBeCloseTo(fx, 10);
      expect(force[2 * i + 1]).toBeCloseTo(fy, 10);
    }
    expect(z).toBeCloseTo(expectedZ, 8);
  });

  it('at theta 0.5 it is nearly that', () => {
    const n = 2000;
    const y = cloud(n, 20);
    const tree = new QuadTree(n);
    tree.build(y);
    const [exact, near] = [new Float64Array(2 * n), new Float64Array(2 * n)];
    const z = tree.repulsion(exact, 0);
    expect(Math.abs(tree.repulsion(near, 0.5) / z - 1)).toBeLessThan(0.02);
    const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    const difference = norm(exact.map((value, i) => value - near[i])) / norm(exact);
    expect(difference).toBeLessThan(0.03);
    expect(difference, 'cells are summed up at all').toBeGreaterThan(0);
  });

  it('of points in one place, and of some in one place, is finite and exact', () => {
    const same = new QuadTree(30);
    same.build(new Float64Array(60).fill(0.7));
    const force = new Float64Array(60);
    expect(same.repulsion(force, 0.5)).toBeCloseTo(30 * 29, 8);
    expect(force.every((value) => value === 0)).toBe(true);
    const two = new QuadTree(12);
    two.build(Float64Array.from({ length: 24 }, (_, at) => (at < 12 ? 0 : 1 - (at % 2))));
    // pairs within each place count 1, pairs between them 1 / (1 + 1)
    expect(two.repulsion(new Float64Array(24), 0.5)).toBeCloseTo(2 * 30 + 72 / 2, 8);
  });
});

describe('gradient', () => {
  const p = jointProbabilities(graphOf(8), 8);
  const y = cloud(vectors.rows, 2);
  const tree = new QuadTree(vectors.rows);

  it('the divergence is its definition', () => {
    const z = tsneGradient(p, y, tree, 1, 0, new Float64Array(y.length));
    expect(divergence(p, y, z)).toBeCloseTo(divergenceOverAllPairs(p, y), 6);
  });

  it('is the slope of the divergence', () => {
    const gradient = new Float64Array(y.length);
    tsneGradient(p, y, tree, 1, 0, gradient);
    const step = 1e-4;
    for (const at of [0, 1, 40, 77, 133, 199]) {
      const [up, down] = [y.slice(), y.slice()];
      up[at] += step;
      down[at] -= step;
      const slope = (divergenceOverAllPairs(p, up) - divergenceOverAllPairs(p, down)) / (2 * step);
      expect(gradient[at]).toBeCloseTo(slope, 6);
    }
  });

  it('at theta 0.5 is nearly that', () => {
    const [exact, near] = [new Float64Array(y.length), new Float64Array(y.length)];
    tsneGradient(p, y, tree, 1, 0, exact);
    tsneGradient(p, y, tree, 1, 0.5, near);
    const largest = Math.max(...exact.map(Math.abs));
    expect(Math.max(...exact.map((value, i) => Math.abs(value - near[i]))) / largest).toBeLessThan(0.05);
  });
});

describe('Tsne', () => {
  const start = pca(vectors, allRows(vectors)).positions;
  const run = (seed: number, steps: number) => {
    const layout = new Tsne(graphOf(10), start, { ...DEFAULT_LAYOUT, seed, perplexity: 10 });
    while (layout.step < steps) layout.advance();
    return layout;
  };

  it('keeps clusters together and makes the divergence small', () => {
    const layout = run(1, 1000);
    expect(layout.loss()).toBeLessThan(0.6);
    const map = finish(planeNeighbourSteps(layout.positions, 10));
    const sameCluster = [...map.indices].filter((other, at) => other % 4 === Math.floor(at / map.k) % 4).length;
    expect(sameCluster / map.indices.length).toBeGreaterThan(0.98);
    expect(sharedNeighbours(graphOf(10), map, 10)).toBeGreaterThan(0.5);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(run(1, 60).positions).toEqual(run(1, 60).positions);
    expect(run(1, 60).positions).not.toEqual(run(2, 60).positions);
  });
});
