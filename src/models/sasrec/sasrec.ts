/**
 * SASRec: self-attention over the items a user has seen, in order, to predict the next one.
 * Kang, McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018, sec. III.
 *
 *   input  X_t = M[s_t] + P_t                             (item and learned position embeddings)
 *   block  X = X + dropout(SA(LN(X)));  X = X + dropout(FFN(LN(X)))
 *   SA     heads of softmax(Q K^T / sqrt(d_h)) V over positions j <= t, concatenated, times W^O
 *   FFN    relu(X W_1 + b_1) W_2 + b_2, at each position
 *   score  r_{t,i} = LN(X)_t . M[i]                       (the item embedding is shared)
 *   loss   softmax cross-entropy over all items (default) or over sampled ones, or the paper's binary cross-entropy with
 *          one negative
 *
 * Departures: the authors' code has no W^O, normalises the queries only and drops attention weights; here Q, K and V
 * all see LN(X) and dropout follows the sub-layer, as equation (8) of the paper says. Softmax cross-entropy is not in
 * the paper; Klenitskiy and Vasilev, RecSys 2023, show that it is the stronger loss.
 *
 * Shapes: B sequences, L = maxSeqLength, right-aligned; D = hiddenUnits; I = numItems. Item ids are not shifted for
 * padding: padded positions hold id 0 and are masked to zero.
 */
import type { HostArrays, LossFunction, Ops, Value } from '@/engine/types';
import { type RowLists, rowOf } from '@/lib/csr';
import { Initializer } from '../init';
import { adamRows } from '../parameters';
import type { BuildModel, SamplerId } from '../types';

/** TensorFlow's and the authors' value. */
export const LAYER_NORM_EPSILON = 1e-8;
const BLOCK_FLOATS = 4_000_000;

/**
 * The last L items of each user, right-aligned.
 * @returns inputs int32 [B, L] with 0 where padded; inputMask [B, L] of 0/1; last int32 [B], the row of each user's
 * last position in [B * L]
 */
export function sequenceInputs(users: Int32Array, history: RowLists, maxLength: number): HostArrays {
  const inputs = new Int32Array(users.length * maxLength);
  const mask = new Float32Array(users.length * maxLength);
  const last = new Int32Array(users.length);
  users.forEach((user, b) => {
    const row = rowOf(history, user);
    const kept = row.subarray(Math.max(0, row.length - maxLength));
    const end = (b + 1) * maxLength;
    inputs.set(kept, end - kept.length);
    mask.fill(1, end - kept.length, end);
    last[b] = end - 1;
  });
  return {
    inputs: { shape: [users.length, maxLength], data: inputs },
    inputMask: { shape: [users.length, maxLength], data: mask },
    last: { shape: [users.length], data: last },
  };
}

export const buildSASRec: BuildModel = (config, data, seed) => {
  const dim = config.hiddenUnits as number;
  const numBlocks = config.numBlocks as number;
  const numHeads = config.numHeads as number;
  const maxLength = config.maxSeqLength as number;
  const dropout = config.dropoutRate as number;
  const kindOfLoss = config.loss as 'softmax' | 'sampled' | 'bce';
  const { numItems } = data;

  function initialParameters(init = new Initializer(seed)): HostArrays {
    const values: HostArrays = {
      items: init.glorotNormal([numItems, dim]),
      positions: init.glorotNormal([maxLength, dim]),
    };
    for (let k = 0; k < numBlocks; k++) {
      for (const norm of ['attention', 'feedForward']) {
        values[`${k}.${norm}.gain`] = init.ones([dim]);
        values[`${k}.${norm}.bias`] = init.zeros([dim]);
      }
      for (const name of ['query', 'key', 'value', 'output', 'inner', 'outer']) {
        values[`${k}.${name}.w`] = init.glorotNormal([dim, dim]);
        values[`${k}.${name}.b`] = init.zeros([dim]);
      }
    }
    values['final.gain'] = init.ones([dim]);
    values['final.bias'] = init.zeros([dim]);
    return values;
  }

  /** States after the last block, normalised: inputs [B, L], mask [B, L] -> [B * L, D] */
  function states(ops: Ops, p: Record<string, Value>, inputs: Value, mask: Value): Value {
    const [batch, length] = inputs.shape;
    const norm = (name: string, x: Value) => ops.layerNorm(x, p[`${name}.gain`], p[`${name}.bias`], LAYER_NORM_EPSILON);
    const dense = (name: string, x: Value, activation: 'none' | 'relu' = 'none') =>
      ops.dense(x, p[`${name}.w`], p[`${name}.b`], activation);

    let x = ops.addRows(ops.embed(p.items, inputs, mask), p.positions); // [B, L, D]
    x = ops.maskRows(ops.dropout(x, dropout), mask);
    for (let k = 0; k < numBlocks; k++) {
      const seen = norm(`${k}.attention`, x);
      const attended = ops.causalAttention(
        dense(`${k}.query`, seen),
        dense(`${k}.key`, seen),
        dense(`${k}.value`, seen),
        mask,
        numHeads,
      );
      x = ops.add(x, ops.dropout(dense(`${k}.output`, attended), dropout));
      const inner = dense(`${k}.inner`, norm(`${k}.feedForward`, x), 'relu');
      x = ops.add(x, ops.dropout(dense(`${k}.outer`, inner), dropout));
      x = ops.maskRows(x, mask);
    }
    return ops.reshape(norm('final', x), [batch * length, dim]);
  }

  const loss: LossFunction = (ops, p, batch) => {
    const hidden = states(ops, p, batch.inputs, batch.inputMask); // [B * L, D]
    const rows = [hidden.shape[0]];
    const targets = ops.reshape(batch.targets, rows);
    const weights = ops.reshape(batch.weights, rows);
    if (kindOfLoss === 'softmax') return ops.softmaxCrossEntropy(hidden, p.items, targets, weights);
    const positives = ops.embed(p.items, targets, weights); // [B * L, D]
    if (kindOfLoss === 'sampled') {
      const { candidateIds } = batch;
      const candidates = ops.embed(p.items, batch.candidates); // [S, D]
      const targetIds = ops.reshape(batch.targetIds, rows);
      return ops.sampledSoftmax({ states: hidden, positives, candidates, targetIds, candidateIds, weights });
    }
    const negatives = ops.reshape(batch.negatives, rows);
    const positive = ops.rowDot(hidden, positives); // [B * L]
    const negative = ops.rowDot(hidden, ops.embed(p.items, negatives, weights));
    return ops.add(ops.binaryCrossEntropy(positive, 1, weights), ops.binaryCrossEntropy(negative, 0, weights));
  };

  return {
    initialParameters,
    batches: {
      kind: 'sequence',
      batchSize: config.batchSize as number,
      maxLength,
      sampler: config.sampler as SamplerId,
      numCandidates: kindOfLoss === 'sampled' ? (config.numCandidates as number) : 0,
    },
    // beta2 .98 is the authors' choice.
    adam: {
      ...{ learningRate: config.learningRate as number, beta1: 0.9, beta2: 0.98, epsilon: 1e-8 },
      ...adamRows(config),
    },
    epochs: config.epochs as number,

    loss,
    // Every sequence has states of its own.
    validationLoss: loss,

    sharedByScores: () => ({}),
    scoreBlock: Math.max(1, Math.floor(BLOCK_FLOATS / (numItems + 8 * maxLength * dim))),
    scoreInputs: (users, history) => sequenceInputs(users, history, maxLength),
    score(ops, p, { inputs, inputMask, last }) {
      const final = ops.embed(states(ops, p, inputs, inputMask), last); // [B, D]
      return ops.scoreAll(final, p.items);
    },

    itemEmbeddings: (ops, p) => ops.scale(p.items, 1),
    userEmbeddings: null,
  };
};
