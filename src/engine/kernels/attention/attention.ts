/**
 * Causal attention on WebGPU. Heads are taken out of [B, L, D] by strides, so nothing is transposed; the softmax over
 * what a position may see is one thread a row.
 */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';
import type { AttentionShape } from '../Kernels';
import { type MatrixView, multiplyInto } from '../matmul/matmul';

/** Head h of sequence b in [B, L, D]: a matrix [L, D / H]. */
function heads({ length, dimension, numHeads }: AttentionShape, transposed = false): MatrixView {
  const batch = { outerBatch: length * dimension, innerBatch: dimension / numHeads };
  return transposed ? { row: 1, column: dimension, ...batch } : { row: dimension, column: 1, ...batch };
}

/** Matrix b * H + h of [B * H, L, L]. */
function square({ length, numHeads }: AttentionShape, transposed = false): MatrixView {
  const batch = { outerBatch: numHeads * length * length, innerBatch: length * length };
  return transposed ? { row: 1, column: length, ...batch } : { row: length, column: 1, ...batch };
}

/** Queues C = alpha A B for all heads: scores are [L, d] x [d, L] -> [L, L], sums [L, L] x [L, d] -> [L, d]. */
function multiplyHeads(
  emitter: Emitter,
  shape: AttentionShape,
  kind: 'scores' | 'sums',
  [a, aView]: [Handle, MatrixView],
  [b, bView]: [Handle, MatrixView],
  [c, cView]: [Handle, MatrixView],
  alpha = 1,
): void {
  const width = shape.dimension / shape.numHeads;
  multiplyInto(emitter, a, b, c, {
    rows: shape.length,
    columns: kind === 'scores' ? shape.length : width,
    inner: kind === 'scores' ? width : shape.length,
    outerBatch: shape.batch,
    innerBatch: shape.numHeads,
    a: aView,
    b: bView,
    c: cView,
    alpha,
  });
}

const scaleOf = ({ dimension, numHeads }: AttentionShape) => 1 / Math.sqrt(dimension / numHeads);

export function attention(
  emitter: Emitter,
  q: Handle,
  k: Handle,
  v: Handle,
  keyMask: Handle,
  shape: AttentionShape,
): { out: Handle; probabilities: Handle } {
  const { batch, length, numHeads } = shape;
  const rows = batch * numHeads * length;
  const scores = emitter.output([batch * numHeads, length, length]);
  multiplyHeads(
    emitter,
    shape,
    'scores',
    [q, heads(shape)],
    [k, heads(shape, true)],
    [scores, square(shape)],
    scaleOf(shape),
  );
  const probabilities = emitter.output([batch * numHeads, length, length]);
  emitter.run(SOFTMAX, { scores, mask: keyMask }, { probabilities }, { rows, length, numHeads }, rows);
  const out = emitter.output(q.shape);
  multiplyHeads(emitter, shape, 'sums', [probabilities, square(shape)], [v, heads(shape)], [out, heads(shape)]);
  return { out, probabilities };
}

export function attentionGradient(
  emitter: Emitter,
  dOut: Handle,
  q: Handle,
  k: Handle,
  v: Handle,
  probabilities: Handle,
  shape: AttentionShape,
): { dq: Handle; dk: Handle; dv: Handle } {
  const { batch, length, numHeads } = shape;
  const rows = batch * numHeads * length;
  const dProbabilities = emitter.output(probabilities.shape);
  multiplyHeads(
    emitter,
    shape,
    'scores',
    [dOut, heads(shape)],
    [v, heads(shape, true)],
    [dProbabilities, square(shape)],
  );
  const dScores = emitter.output(probabilities.shape);
  emitter.run(SOFTMAX_GRADIENT, { probabilities, dProbabilities }, { dScores }, { rows, length }, rows);
  const [dq, dk, dv] = [q, k, v].map((x) => emitter.output(x.shape));
  const alpha = scaleOf(shape);
  multiplyHeads(emitter, shape, 'sums', [dScores, square(shape)], [k, heads(shape)], [dq, heads(shape)], alpha);
  multiplyHeads(emitter, shape, 'sums', [dScores, square(shape, true)], [q, heads(shape)], [dk, heads(shape)], alpha);
  multiplyHeads(emitter, shape, 'sums', [probabilities, square(shape, true)], [dOut, heads(shape)], [dv, heads(shape)]);
  return { dq, dk, dv };
}

/** Rows of [B * H, L, L]; position i sees j <= i with mask 1. A row that sees nothing is all zeros. */
const SOFTMAX: GpuKernel = {
  key: 'attention/softmax',
  inputs: { scores: 'f32', mask: 'f32' },
  outputs: ['probabilities'],
  words: { rows: 'u32', length: 'u32', numHeads: 'u32' },
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let length = ${word('length')};
  let start = index * length;
  let position = index % length;
  let maskStart = index / (length * ${word('numHeads')}) * length;
  var largest = -3.0e38;
  for (var j = 0u; j <= position; j++) {
    if (${read('mask', `maskStart + j`)} > 0.0) { largest = max(largest, ${read('scores', `start + j`)}); }
  }
  var sum = 0.0;
  for (var j = 0u; j <= position; j++) {
    if (${read('mask', `maskStart + j`)} > 0.0) { sum += exp(${read('scores', `start + j`)} - largest); }
  }
  let factor = select(0.0, 1.0 / sum, sum > 0.0);
  for (var j = 0u; j < length; j++) {
    var probability = 0.0;
    if (j <= position) {
      if (${read('mask', `maskStart + j`)} > 0.0) { probability = exp(${read('scores', `start + j`)} - largest) * factor; }
    }
    ${write('probabilities', `start + j`, `probability`)}
  }`,
};

/** dS = P (dP - sum of P dP); beyond the diagonal P is zero. */
const SOFTMAX_GRADIENT: GpuKernel = {
  key: 'attention/softmaxGradient',
  inputs: { probabilities: 'f32', dProbabilities: 'f32' },
  outputs: ['dScores'],
  words: { rows: 'u32', length: 'u32' },
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let length = ${word('length')};
  let start = index * length;
  let position = index % length;
  var sum = 0.0;
  for (var j = start; j <= start + position; j++) { sum += ${read('probabilities', `j`)} * ${read('dProbabilities', `j`)}; }
  for (var j = start; j < start + length; j++) {
    ${write('dScores', `j`, `select(0.0, ${read('probabilities', `j`)} * (${read('dProbabilities', `j`)} - sum), j <= start + position)`)}
  }`,
};
