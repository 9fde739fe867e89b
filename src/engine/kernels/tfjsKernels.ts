/** Every primitive as a composition of tfjs ops: runs on any backend, and is what the WGSL forms are held against. */
import { type Tensor, tf } from '../tf';
import { rowsOf } from './adam/rows';
import { dropoutMask } from './dropout/dropoutBits';
import { elementwiseByTfjs } from './elementwise/Elementwise';
import type { AttentionShape, Kernels } from './Kernels';
import { topKReference } from './topK/topK.reference';

type T1 = ReturnType<typeof tf.tensor1d>;

export const tfjsKernels: Kernels = {
  matmul(a, b, { transposeA = false, transposeB = false, bias = null, activation = 'none' } = {}) {
    let y: Tensor = tf.matMul(a, b, transposeA, transposeB);
    if (bias) y = y.add(bias);
    return activation === 'relu' ? y.relu() : y;
  },

  elementwise(definition, inputs, shape, constants = []) {
    return elementwiseByTfjs(definition, inputs, shape, constants);
  },

  columnSums: (x) => x.sum(0),
  rowDots: (a, b) => a.mul(b).sum(-1),
  pairProduct(a, b, weights, options) {
    const [numA, width] = a.shape as [number, number];
    const numB = b.shape[0];
    const hidden = a
      .expandDims(1)
      .add(b.expandDims(0))
      .relu()
      .reshape([numA * numB, width]);
    return tfjsKernels.matmul(hidden, weights, options).reshape([numA, numB, weights.shape[1] as number]);
  },
  concatColumns: (parts) => tf.concat(parts, -1),
  sliceColumns: (x, start, count) => tf.slice(x, [0, start], [x.shape[0], count]),
  sliceRows: (x, start, count) => tf.slice(x, [start, 0], [count, x.shape[1] as number]),
  padRows: (x, start, numRows) =>
    tf.pad(x, [
      [start, numRows - start - x.shape[0]],
      [0, 0],
    ]),
  // A copy of the only part: a result may be disposed of without the parts.
  sum: (parts) => (parts.length === 1 ? parts[0].clone() : tf.addN(parts)),
  gatherRows: (table, ids) => tf.gather(table, ids as T1),
  scatterRows: (ids, _hostIds, rows, numRows) => tf.unsortedSegmentSum(rows, ids as T1, numRows),

  layerNorm(x, gain, bias, epsilon) {
    const mean = x.mean(-1, true);
    const inverse = x.sub(mean).square().mean(-1, true).add(epsilon).rsqrt();
    return { y: x.sub(mean).mul(inverse).mul(gain).add(bias), stats: tf.concat([mean, inverse], -1) };
  },

  layerNormGradient(dy, x, gain, stats) {
    const [mean, inverse] = tf.split(stats, 2, -1);
    const normalised = x.sub(mean).mul(inverse);
    const scaled = dy.mul(gain);
    const dx = scaled
      .sub(scaled.mean(-1, true))
      .sub(normalised.mul(scaled.mul(normalised).mean(-1, true)))
      .mul(inverse);
    return { dx, dGain: dy.mul(normalised).sum(0), dBias: dy.sum(0) };
  },

  attention(q, k, v, keyMask, shape) {
    const [queries, keys, values] = [q, k, v].map((x) => splitHeads(x, shape));
    const scores = tf.matMul(queries, keys, false, true).div(Math.sqrt(shape.dimension / shape.numHeads));
    const probabilities = maskedSoftmax(scores, visible(keyMask, shape));
    return { out: joinHeads(tf.matMul(probabilities, values), shape), probabilities };
  },

  attentionGradient(dOut, q, k, v, probabilities, shape) {
    const [queries, keys, values, d] = [q, k, v, dOut].map((x) => splitHeads(x, shape));
    const dProbabilities = tf.matMul(d, values, false, true);
    // Softmax: dS = P (dP - sum of P dP). Rows without any probability have P = 0, hence no gradient.
    const mean = dProbabilities.mul(probabilities).sum(-1, true);
    const dScores = dProbabilities
      .sub(mean)
      .mul(probabilities)
      .div(Math.sqrt(shape.dimension / shape.numHeads));
    return {
      dq: joinHeads(tf.matMul(dScores, keys), shape),
      dk: joinHeads(tf.matMul(dScores, queries, true, false), shape),
      dv: joinHeads(tf.matMul(probabilities, d, true, false), shape),
    };
  },

  crossEntropyRows(logits, targets, weights, withGradient) {
    const numColumns = logits.shape[1] as number;
    const max = logits.max(-1, true);
    const shifted = logits.sub(max); // [R, V]
    const exponentials = shifted.exp();
    const sums = exponentials.sum(-1, true); // [R, 1]
    const columns = tf.range(0, numColumns, 1, 'int32').reshape([1, numColumns]);
    const chosen = (targets?.reshape([-1, 1]) ?? tf.scalar(0, 'int32')).equal(columns).cast('float32'); // tf.oneHot refuses a single column
    const losses = sums.log().squeeze([-1]).sub(shifted.mul(chosen).sum(-1)).mul(weights);
    const gradient = withGradient ? exponentials.div(sums).sub(chosen).mul(weights.expandDims(-1)) : null;
    return { losses, gradient };
  },

  topK(scores, marks, k) {
    // tf.topk promises no order among ties, which decide what evaluation counts.
    const [rows, numItems] = scores.shape as [number, number];
    const lists = topKReference(scores.dataSync<'float32'>(), marks.dataSync<'int32'>(), numItems, k);
    return tf.tensor2d(lists, [rows, 2 * k]);
  },

  dropout(x, rate, key) {
    return x.mul(tf.tensor(dropoutMask(x.size, rate, key), x.shape));
  },

  uploadCsr(matrix) {
    const rows = new Int32Array(matrix.columns.length);
    for (let r = 0; r < matrix.numRows; r++) rows.fill(r, matrix.offsets[r], matrix.offsets[r + 1]);
    const tensors = [
      tf.tensor1d(rows, 'int32'),
      tf.tensor1d(matrix.columns, 'int32'),
      tf.tensor2d(matrix.values, [matrix.values.length, 1]),
    ];
    return { numRows: matrix.numRows, numColumns: matrix.numColumns, host: matrix, tensors };
  },

  spmm(matrix, x) {
    const [rows, columns, values] = matrix.tensors;
    return tf.unsortedSegmentSum(tf.gather(x, columns as T1).mul(values), rows as T1, matrix.numRows);
  },

  adam(slot, gradient, step) {
    tf.tidy(() => {
      const m = slot.firstMoment.mul(step.beta1).add(gradient.mul(1 - step.beta1));
      const v = slot.secondMoment.mul(step.beta2).add(gradient.square().mul(1 - step.beta2));
      const root = v.div(step.correction2).sqrt().add(step.epsilon);
      const value = slot.value.sub(m.div(step.correction1).div(root).mul(step.learningRate));
      const kept = (next: Tensor, before: Tensor) => {
        if (step.rows !== 'touched') return next;
        const { rows, columns } = rowsOf(before.shape);
        const touched = gradient.reshape([rows, columns]).notEqual(0).any(1, true);
        const [after, unchanged] = [next, before].map((x) => x.reshape([rows, columns]));
        return tf.where(touched.tile([1, columns]), after, unchanged).reshape(before.shape);
      };
      for (const [name, next] of Object.entries({ value, firstMoment: m, secondMoment: v }) as [
        keyof typeof slot,
        Tensor,
      ][]) {
        const result = tf.keep(kept(next, slot[name]));
        slot[name].dispose();
        slot[name] = result;
      }
    });
  },
};

/** [B, L, D] -> [B * H, L, D / H] */
function splitHeads(x: Tensor, { batch, length, dimension, numHeads }: AttentionShape): Tensor {
  if (numHeads === 1) return x.reshape([batch, length, dimension]);
  const width = dimension / numHeads;
  return x
    .reshape([batch, length, numHeads, width])
    .transpose([0, 2, 1, 3])
    .reshape([batch * numHeads, length, width]);
}

/** [B * H, L, D / H] -> [B, L, D] */
function joinHeads(x: Tensor, { batch, length, dimension, numHeads }: AttentionShape): Tensor {
  if (numHeads === 1) return x.reshape([batch, length, dimension]);
  return x
    .reshape([batch, numHeads, length, dimension / numHeads])
    .transpose([0, 2, 1, 3])
    .reshape([batch, length, dimension]);
}

/** 1 where position i may see position j: j <= i and keyMask[b, j] = 1. -> [B * H, L, L] */
function visible(keyMask: Tensor, { batch, length, numHeads }: AttentionShape): Tensor {
  const position = tf.range(0, length);
  const causal = position
    .reshape([1, 1, length])
    .lessEqual(position.reshape([1, length, 1]))
    .cast('float32');
  const perBatch = causal.mul(keyMask.reshape([batch, 1, length])); // [B, L, L]
  if (numHeads === 1) return perBatch;
  return tf
    .tile(perBatch.reshape([batch, 1, length, length]), [1, numHeads, 1, 1])
    .reshape([batch * numHeads, length, length]);
}

/** Softmax over the visible ones; all zeros where nothing is visible. tf.softmax is wrong above 65,535 rows. */
function maskedSoftmax(scores: Tensor, mask: Tensor): Tensor {
  const hidden = mask.sub(1).mul(1e9);
  const masked = scores.mul(mask).add(hidden);
  const exponentials = masked.sub(masked.max(-1, true)).exp().mul(mask);
  return exponentials.div(exponentials.sum(-1, true).add(mask.max(-1, true).equal(0).cast('float32')));
}
