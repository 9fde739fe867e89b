/** Small models over all kinds of ops, for tests of the engine itself. */
import type { HostArrays, LossFunction, SparseMatrix } from '../types';
import { bits, integers, normals } from './arrays';

export interface SmallModel {
  parameters: HostArrays;
  /** another batch for each step */
  batch(step: number): HostArrays;
  loss: LossFunction;
}

/** NeuMF in small: two pairs of embeddings, a product, an MLP with dropout, binary cross-entropy. */
export function smallNeuMf(numUsers = 20, numItems = 30, dimension = 6, batchSize = 32, layers = [12, 6]): SmallModel {
  const parameters: HostArrays = {
    userGmf: normals(1, [numUsers, dimension], 0.1),
    itemGmf: normals(2, [numItems, dimension], 0.1),
    userMlp: normals(3, [numUsers, dimension], 0.1),
    itemMlp: normals(4, [numItems, dimension], 0.1),
    output: normals(5, [dimension + layers[layers.length - 1], 1], 0.3),
  };
  layers.forEach((width, l) => {
    parameters[`weights${l}`] = normals(10 + l, [l === 0 ? 2 * dimension : layers[l - 1], width], 0.3);
    parameters[`bias${l}`] = normals(20 + l, [width], 0.1);
  });
  return {
    parameters,
    batch: (step) => ({
      users: integers(step, [batchSize], numUsers),
      items: integers(step + 1000, [batchSize], numItems),
      labels: bits(step, [batchSize], 0.2),
      weights: { shape: [batchSize], data: new Float32Array(batchSize).fill(1 / batchSize) },
    }),
    loss(ops, p, { users, items, labels, weights }) {
      const product = ops.multiply(ops.embed(p.userGmf, users), ops.embed(p.itemGmf, items));
      let hidden = ops.concat([ops.embed(p.userMlp, users), ops.embed(p.itemMlp, items)]);
      layers.forEach((_, l) => {
        hidden = ops.dropout(ops.dense(hidden, p[`weights${l}`], p[`bias${l}`], 'relu'), 0.2);
      });
      const logits = ops.dense(ops.concat([product, hidden]), p.output, null);
      return ops.binaryCrossEntropy(ops.reshape(logits, [batchSize]), labels, weights);
    },
  };
}

/** A transformer block in small: positions, norm, attention, residual, full softmax. */
export function smallSasRec(numItems = 15, length = 8, dimension = 10, batchSize = 4): SmallModel {
  const square = (seed: number) => normals(seed, [dimension, dimension], 0.3);
  return {
    parameters: {
      items: normals(1, [numItems, dimension], 0.3),
      positions: normals(2, [length, dimension], 0.3),
      gain: { shape: [dimension], data: new Float32Array(dimension).fill(1) },
      bias: { shape: [dimension], data: new Float32Array(dimension) },
      queries: square(3),
      keys: square(4),
      values: square(5),
      unused: normals(6, [3]),
    },
    batch(step) {
      const mask = { shape: [batchSize, length], data: new Float32Array(batchSize * length).fill(1) };
      for (let b = 0; b < batchSize; b++) mask.data.fill(0, b * length, b * length + b);
      const weights = { shape: [batchSize, length], data: mask.data.map((m) => m / (batchSize * length)) };
      return {
        inputs: integers(step, [batchSize, length], numItems),
        targets: integers(step + 1000, [batchSize, length], numItems),
        mask,
        weights,
      };
    },
    loss(ops, p, { inputs, targets, mask, weights }) {
      const rows = batchSize * length;
      let x = ops.addRows(ops.scale(ops.embed(p.items, inputs), Math.sqrt(dimension)), p.positions);
      x = ops.maskRows(ops.dropout(x, 0.1), mask);
      const normed = ops.layerNorm(x, p.gain, p.bias, 1e-8);
      const project = (w: 'queries' | 'keys' | 'values', from: typeof x) => ops.dense(from, p[w], null);
      const seen = ops.causalAttention(project('queries', normed), project('keys', x), project('values', x), mask, 2);
      const states = ops.reshape(ops.add(normed, seen), [rows, dimension]);
      return ops.softmaxCrossEntropy(states, p.items, ops.reshape(targets, [rows]), ops.reshape(weights, [rows]));
    },
  };
}

/** LightGCN in small: a table smoothed over a graph, scores as dot products, BPR. */
export function smallLightGcn(matrix: SparseMatrix, dimension = 32, batchSize = 24): SmallModel {
  const numNodes = matrix.numRows;
  return {
    parameters: { nodes: normals(1, [numNodes, dimension], 0.3) },
    batch: (step) => ({
      users: integers(step, [batchSize], numNodes),
      positives: integers(step + 1000, [batchSize], numNodes),
      negatives: integers(step + 2000, [batchSize], numNodes),
      weights: { shape: [batchSize], data: new Float32Array(batchSize).fill(1 / batchSize) },
    }),
    loss(ops, p, { users, positives, negatives, weights }) {
      const smooth = ops.propagateSum(matrix, p.nodes, [0.25, 0.25, 0.25, 0.25]);
      const rows = ops.embed(smooth, users);
      const scores = (items: typeof users) => ops.rowDot(rows, ops.embed(smooth, items));
      return ops.bpr(scores(positives), scores(negatives), weights);
    },
  };
}
