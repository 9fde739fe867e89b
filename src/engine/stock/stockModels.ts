/**
 * NeuMF, LightGCN and SASRec as anybody would write them with tfjs: the same formulas and parameters as `models/`, none
 * of the engine's kernels. What the engine is measured against (`benchmark`), and a check of both.
 */
import { type Tensor, tf } from '../tf';
import { stockBinaryCrossEntropy, stockDense, stockDropout, stockLayerNorm } from './stockOps';

export type StockLoss = (parameters: Record<string, Tensor>, batch: Record<string, Tensor>) => Tensor;

export interface StockNeuMF {
  model: 'neumf';
  numHidden: number;
  dropout: number;
}

export interface StockLightGCN {
  model: 'lightgcn';
  numUsers: number;
  numItems: number;
  numLayers: number;
  regLambda: number;
  /** entries of the normalised adjacency matrix [N, N] */
  rows: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

export interface StockSASRec {
  model: 'sasrec';
  numBlocks: number;
  numHeads: number;
  dropoutRate: number;
  layerNormEpsilon: number;
  loss: 'softmax' | 'bce';
}

export type StockModel = StockNeuMF | StockLightGCN | StockSASRec;

/** @returns the loss, and tensors that it keeps, for the caller to dispose */
export function stockLoss(model: StockModel): { loss: StockLoss; kept: Tensor[] } {
  switch (model.model) {
    case 'neumf':
      return { loss: neumf(model), kept: [] };
    case 'lightgcn':
      return lightgcn(model);
    case 'sasrec':
      return { loss: sasrec(model), kept: [] };
  }
}

function neumf({ numHidden, dropout }: StockNeuMF): StockLoss {
  return (p, { users, items, labels, weights }) => {
    const product = tf.mul(tf.gather(p.gmfUser, users), tf.gather(p.gmfItem, items));
    let x = tf.concat([tf.gather(p.mlpUser, users), tf.gather(p.mlpItem, items)], 1) as Tensor;
    for (let l = 1; l <= numHidden; l++) {
      x = stockDropout(tf.relu(stockDense(x, p[`w${l}`], p[`b${l}`])), dropout);
    }
    const joined = tf.concat([product, x], 1);
    const logits = stockDense(joined, tf.concat([p.hGmf, p.hMlp], 0), p.hBias);
    return stockBinaryCrossEntropy(tf.reshape(logits, [-1]), labels, weights);
  };
}

/** tfjs's transpose, which its segment sum needs, fails with more rows than 16 times 65,535. */
const MOST_EDGES = 1_000_000;

function lightgcn(graph: StockLightGCN): { loss: StockLoss; kept: Tensor[] } {
  const { numUsers, numItems, numLayers, regLambda } = graph;
  const numNodes = numUsers + numItems;
  const pieces = Array.from({ length: Math.ceil(graph.rows.length / MOST_EDGES) }, (_, piece) => {
    const [from, to] = [piece * MOST_EDGES, (piece + 1) * MOST_EDGES];
    return {
      rows: tf.tensor1d(graph.rows.slice(from, to), 'int32'),
      columns: tf.tensor1d(graph.columns.slice(from, to), 'int32'),
      values: tf.tensor2d(graph.values.slice(from, to), [Math.min(to, graph.values.length) - from, 1]),
    };
  });
  const propagate = (embeddings: Tensor) =>
    tf.addN(
      pieces.map(({ rows, columns, values }) =>
        tf.unsortedSegmentSum(tf.mul(tf.gather(embeddings, columns), values), rows, numNodes),
      ),
    );
  const loss: StockLoss = (p, { users, positives, negatives, weights }) => {
    let layer = p.embeddings;
    let sum = layer;
    for (let k = 0; k < numLayers; k++) {
      layer = propagate(layer);
      sum = tf.add(sum, layer);
    }
    const final = tf.div(sum, numLayers + 1);
    const first = tf.scalar(numUsers, 'int32');
    const items = { positives: tf.add(positives, first), negatives: tf.add(negatives, first) };
    const user = tf.gather(final, users);
    const score = (item: Tensor) => tf.sum(tf.mul(user, tf.gather(final, item)), 1);
    const difference = tf.sub(score(items.positives), score(items.negatives));
    // -log s(x) as softplus: tfjs's logSigmoid has no gradient here
    const ranking = tf.sum(tf.mul(tf.softplus(tf.neg(difference)), weights));
    const norm = (ids: Tensor) =>
      tf.sum(tf.mul(tf.sum(tf.square(tf.gather(p.embeddings, ids)), 1), tf.mul(weights, 0.5)));
    const norms = tf.addN([norm(users), norm(items.positives), norm(items.negatives)]);
    return tf.add(ranking, tf.mul(norms, regLambda));
  };
  return { loss, kept: pieces.flatMap((piece) => Object.values(piece)) };
}

function sasrec(config: StockSASRec): StockLoss {
  const { numBlocks, numHeads, dropoutRate, layerNormEpsilon } = config;
  return (p, batch) => {
    const [size, length] = batch.inputs.shape;
    const dim = p.items.shape[1] as number;
    const flat = (x: Tensor) => tf.reshape(x, [size * length, dim]);
    const norm = (name: string, x: Tensor) => stockLayerNorm(x, p[`${name}.gain`], p[`${name}.bias`], layerNormEpsilon);
    const dense = (name: string, x: Tensor) => stockDense(x, p[`${name}.w`], p[`${name}.b`]);
    const heads = (x: Tensor) =>
      tf.transpose(tf.reshape(x, [size, length, numHeads, dim / numHeads]), [0, 2, 1, 3]) as tf.Tensor4D;
    const mask = tf.reshape(batch.inputMask, [size * length, 1]);
    // what a position may not see gets so large a malus that its weight is 0
    const future = tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0));
    const padding = tf.sub(1, tf.reshape(batch.inputMask, [size, 1, 1, length]));
    const hidden = tf.mul(tf.maximum(future, padding), -1e9);

    const embedded = tf.add(tf.gather(p.items, batch.inputs), p.positions);
    let x: Tensor = tf.mul(stockDropout(flat(embedded), dropoutRate), mask);
    for (let k = 0; k < numBlocks; k++) {
      const seen = norm(`${k}.attention`, x);
      const [q, key, v] = ['query', 'key', 'value'].map((name) => heads(dense(`${k}.${name}`, seen)));
      const similar = tf.div(tf.matMul(q, key, false, true), Math.sqrt(dim / numHeads));
      const attended = tf.matMul(tf.softmax(tf.add(similar, hidden)), v);
      const joined = flat(tf.transpose(attended, [0, 2, 1, 3]));
      x = tf.add(x, stockDropout(dense(`${k}.output`, joined), dropoutRate));
      const inner = tf.relu(dense(`${k}.inner`, norm(`${k}.feedForward`, x)));
      x = tf.mul(tf.add(x, stockDropout(dense(`${k}.outer`, inner), dropoutRate)), mask);
    }
    const states = norm('final', x);
    const targets = tf.reshape(batch.targets, [-1]);
    const weights = tf.reshape(batch.weights, [-1]);
    if (config.loss === 'softmax') {
      const logits = tf.matMul(states as tf.Tensor2D, p.items as tf.Tensor2D, false, true);
      const chosen = tf.sum(tf.mul(tf.oneHot(targets as tf.Tensor1D, p.items.shape[0]), tf.logSoftmax(logits)), 1);
      return tf.neg(tf.sum(tf.mul(chosen, weights)));
    }
    const score = (ids: Tensor) => tf.sum(tf.mul(states, tf.gather(p.items, tf.reshape(ids, [-1]))), 1);
    return tf.add(
      stockBinaryCrossEntropy(score(targets), 1, weights),
      stockBinaryCrossEntropy(score(batch.negatives), 0, weights),
    );
  };
}
