import { describe, expect, it } from 'vitest';
import { randomStream } from '@/lib/random';
import { denseOf, randomData } from '../baselineSupport';
import type { ExplainerSource } from '../types';
import { explainLightGCN } from './explain';

const data = randomData(40, 15, 2);
const { numUsers, numItems } = data;
const numNodes = numUsers + numItems;
const DIM = 4;
const ALPHA = [0.4, 0.3, 0.2, 0.1];
const random = randomStream(3, 'init');
const first = Float32Array.from({ length: numNodes * DIM }, () => random.normal());
const values = async () => ({ embeddings: { shape: [numNodes, DIM], data: first } });
const source: ExplainerSource = {
  values,
  snapshot: values,
  scorer: {
    blockSize: 1,
    score: () => {
      throw new Error('not asked for');
    },
  },
};
const explainer = explainLightGCN({ embeddingDim: DIM, numLayers: 3, layerWeights: ALPHA }, data, source);

// written again with dense matrices
const x = denseOf(data.train, numItems);
const degree = (node: number) =>
  node < numUsers ? x[node].reduce((sum, has) => sum + has, 0) : x.reduce((sum, row) => sum + row[node - numUsers], 0);
const adjacency = Array.from({ length: numNodes }, (_, a) =>
  Array.from({ length: numNodes }, (_, b) => {
    const [user, item] = a < b ? [a, b - numUsers] : [b, a - numUsers];
    return user < numUsers && item >= 0 && x[user][item] ? 1 / Math.sqrt(degree(a) * degree(b)) : 0;
  }),
);
const times = (a: number[][], b: number[][]) =>
  a.map((row) => b[0].map((_, column) => row.reduce((sum, value, k) => sum + value * b[k][column], 0)));
const layers = [Array.from({ length: numNodes }, (_, node) => [...first.subarray(node * DIM, (node + 1) * DIM)])];
for (let k = 0; k < 3; k++) layers.push(times(adjacency, layers[k]));
const final = layers[0].map((row, node) =>
  row.map((_, f) => ALPHA.reduce((sum, alpha, k) => sum + alpha * layers[k][node][f], 0)),
);
const dot = (a: number[], b: number[]) => a.reduce((sum, value, f) => sum + value * b[f], 0);
const USER = 17;

describe('LightGCN', () => {
  it('splits a score over pairs of layers that add up to it', async () => {
    for (let item = 0; item < numItems; item++) {
      const why = await explainer.why(USER, new Int32Array(0), item);
      if (why.kind !== 'layers') throw new Error(why.kind);
      expect(why.score).toBeCloseTo(dot(final[USER], final[numUsers + item]), 5);
      expect(why.layers[2][1]).toBeCloseTo(0.2 * 0.3 * dot(layers[2][USER], layers[1][numUsers + item]), 5);
      expect(why.layers.flat()).toHaveLength(16);
    }
  });

  it('finds the walks of three steps to what is unseen: together they are the cube of the graph', async () => {
    const cube = times(adjacency, times(adjacency, adjacency));
    let compared = 0;
    for (let item = 0; item < numItems; item++) {
      if (x[USER][item]) continue;
      const why = await explainer.why(USER, new Int32Array(0), item);
      if (why.kind !== 'layers') throw new Error(why.kind);
      expect(why.pathWeight).toBeCloseTo(cube[USER][numUsers + item], 6);
      const all: { item: number; user: number; weight: number }[] = [];
      for (let film = 0; film < numItems; film++) {
        for (let user = 0; user < numUsers; user++) {
          const weight =
            adjacency[USER][numUsers + film] * adjacency[numUsers + film][user] * adjacency[user][numUsers + item];
          if (weight > 0) all.push({ item: film, user, weight });
        }
      }
      all.sort((a, b) => b.weight - a.weight);
      expect(why.numPaths).toBe(all.length);
      expect(why.paths.map(({ weight }) => weight)).toEqual(
        all.slice(0, 5).map(({ weight }) => expect.closeTo(weight, 10)),
      );
      for (const path of why.paths) {
        expect(all).toContainEqual({ ...path, weight: expect.closeTo(path.weight, 10) });
      }
      compared += all.length;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('gives somebody new what the layers of the liked items say', async () => {
    const liked = [2, 5, 0];
    const you = Array.from({ length: DIM }, (_, f) =>
      liked.reduce((sum, item) => {
        const share = 1 / Math.sqrt(liked.length * degree(numUsers + item));
        return sum + share * [1, 2, 3].reduce((part, k) => part + ALPHA[k] * layers[k - 1][numUsers + item][f], 0);
      }, 0),
    );
    const scores = await explainer.foldIn(Int32Array.from(liked));
    for (let item = 0; item < numItems; item++) {
      expect(scores[item]).toBeCloseTo(dot(you, final[numUsers + item]), 5);
    }
  });
});
