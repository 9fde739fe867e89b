/**
 * NeuMF: generalised matrix factorisation (GMF) beside a multi-layer perceptron (MLP).
 * He, Liao, Zhang, Nie, Hu, Chua, "Neural Collaborative Filtering", WWW 2017, sec. 3.2 to 3.4.
 *
 *   GMF    g = p_u * q_i                          (elementwise, own embeddings)
 *   MLP    x_0 = [p'_u ; q'_i],  x_l = relu(x_{l-1} W_l + b_l)
 *   score  y = sigmoid(h . [g ; x_L] + b)
 *   loss   binary cross-entropy over observed interactions (1) and sampled ones (0)
 *
 * Departures: trained from scratch with Adam (the paper pre-trains GMF and MLP apart); the first layer is as wide as
 * the configuration says instead of a "tower" derived from the last; dropout follows each hidden layer.
 *
 * Shapes: B samples, D = embeddingDim, H_l = hiddenLayers[l], I = numItems.
 */
import type { HostArrays, LossFunction, Ops, Value } from '@/engine/types';
import { Initializer } from '../init';
import { adamRows } from '../parameters';
import type { BuildModel, SamplerId } from '../types';

/** The authors' standard deviation for embeddings. */
const EMBEDDING_SD = 0.01;
/** Scores of one block may take this many floats in the widest layer that is stored. */
const BLOCK_FLOATS = 8_000_000;

export const buildNeuMF: BuildModel = (config, data, seed) => {
  const dim = config.embeddingDim as number;
  const hidden = config.hiddenLayers as number[];
  const dropout = config.dropout as number;
  const variant = config.variant as 'neumf' | 'gmf' | 'mlp';
  const withGmf = variant !== 'mlp';
  const withMlp = variant !== 'gmf';
  const widths = [2 * dim, ...hidden];
  const last = widths[widths.length - 1];
  const { numUsers, numItems } = data;

  function initialParameters(init = new Initializer(seed)): HostArrays {
    const values: HostArrays = { hBias: init.zeros([1]) };
    if (withGmf) {
      values.gmfUser = init.normal([numUsers, dim], EMBEDDING_SD);
      values.gmfItem = init.normal([numItems, dim], EMBEDDING_SD);
      values.hGmf = init.glorotUniform([dim, 1]);
    }
    if (withMlp) {
      values.mlpUser = init.normal([numUsers, dim], EMBEDDING_SD);
      values.mlpItem = init.normal([numItems, dim], EMBEDDING_SD);
      for (let l = 1; l < widths.length; l++) {
        values[`w${l}`] = init.glorotUniform([widths[l - 1], widths[l]]);
        values[`b${l}`] = init.zeros([widths[l]]);
      }
      values.hMlp = init.glorotUniform([last, 1]);
    }
    return values;
  }

  /** h . [g ; x] + b, with h kept as its two halves. g [R, D], x [R, H] -> [R] */
  function joined(ops: Ops, p: Record<string, Value>, g: Value | null, x: Value | null): Value {
    const rows = (g ?? x)?.shape[0] ?? 0;
    const fromGmf = g && ops.dense(g, p.hGmf, x ? null : p.hBias);
    const fromMlp = x && ops.dense(x, p.hMlp, p.hBias);
    const logits = fromGmf && fromMlp ? ops.add(fromGmf, fromMlp) : (fromGmf ?? fromMlp);
    return ops.reshape(logits as Value, [rows]);
  }

  const loss: LossFunction = (ops, p, batch) => {
    const g = withGmf
      ? ops.multiply(ops.embed(p.gmfUser, batch.users), ops.embed(p.gmfItem, batch.items)) // [B, D]
      : null;
    let x: Value | null = null;
    if (withMlp) {
      x = ops.concat([ops.embed(p.mlpUser, batch.users), ops.embed(p.mlpItem, batch.items)]); // [B, 2D]
      for (let l = 1; l < widths.length; l++) {
        x = ops.dropout(ops.dense(x, p[`w${l}`], p[`b${l}`], 'relu'), dropout); // [B, H_l]
      }
    }
    return ops.binaryCrossEntropy(joined(ops, p, g, x), batch.labels, batch.weights);
  };

  return {
    initialParameters,
    batches: {
      kind: 'pointwise',
      batchSize: config.batchSize as number,
      numNegatives: config.numNegatives as number,
      sampler: config.sampler as SamplerId,
    },
    adam: {
      ...{ learningRate: config.learningRate as number, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      ...adamRows(config),
    },
    epochs: config.epochs as number,

    loss,
    // Batches are of single pairs: of these, halves are no saving.
    validationLoss: loss,

    sharedByScores(ops, p): Record<string, Value> {
      return withMlp ? { itemHalf: ops.dense(p.mlpItem, ops.sliceRows(p.w1, dim, dim), null) } : {}; // [I, H_1]
    },
    scoreBlock: Math.max(
      1,
      Math.min(numUsers, Math.floor(BLOCK_FLOATS / (numItems * Math.max(1, ...hidden.slice(1))))),
    ),
    scoreInputs: (users) => ({
      users: { shape: [users.length], data: users },
      // Row 0, once for each user: repeats h over the block.
      zeros: { shape: [users.length], data: new Int32Array(users.length) },
      // The items' side of the bias, where no layer of the MLP adds it.
      ones: { shape: [numItems, 1], data: new Float32Array(numItems).fill(1) },
    }),

    /**
     * All items for each user, without making B * I copies of the inputs: h . (p_u * q_i) is (h * p_u) . q_i, and the
     * first layer of the MLP is a user half plus an item half, added up by what computes the second.
     */
    score(ops, p, { users, zeros, ones }) {
      const block = users.shape[0];
      let scores: Value | null = null;
      if (withGmf) {
        const weighted = ops.multiply(ops.embed(p.gmfUser, users), ops.embed(ops.reshape(p.hGmf, [1, dim]), zeros)); // [B, D]
        if (withMlp) {
          scores = ops.scoreAll(weighted, p.gmfItem); // [B, I]
        } else {
          const bias = ops.embed(ops.reshape(p.hBias, [1, 1]), zeros); // [B, 1]
          scores = ops.scoreAll(ops.concat([weighted, bias]), ops.concat([p.gmfItem, ones])); // [B, I]
        }
      }
      if (withMlp) {
        const userHalf = ops.dense(ops.embed(p.mlpUser, users), ops.sliceRows(p.w1, 0, dim), p.b1); // [B, H_1]
        const layers: [Value, Value, 'relu' | 'none'][] = [
          ...hidden.slice(1).map((_, l): [Value, Value, 'relu'] => [p[`w${l + 2}`], p[`b${l + 2}`], 'relu']),
          [p.hMlp, p.hBias, 'none'],
        ];
        let x = ops.densePairs(userHalf, p.itemHalf, ...layers[0]); // [B * I, H_2]
        for (const layer of layers.slice(1)) x = ops.dense(x, ...layer);
        const fromMlp = ops.reshape(x, [block, numItems]);
        scores = scores ? ops.add(scores, fromMlp) : fromMlp;
      }
      return scores as Value;
    },

    itemEmbeddings: (ops, p) =>
      withGmf && withMlp ? ops.concat([p.gmfItem, p.mlpItem]) : ops.scale(withGmf ? p.gmfItem : p.mlpItem, 1),
    userEmbeddings: (ops, p) =>
      withGmf && withMlp ? ops.concat([p.gmfUser, p.mlpUser]) : ops.scale(withGmf ? p.gmfUser : p.mlpUser, 1),
  };
};
