/**
 * Causal attention on WebGPU. Heads are taken out of [B, L, D] by strides, so nothing is transposed; the softmax over
 * what a position may see is one thread a row.
 */
import type { Tensor } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';
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
  runner: GpuRunner,
  shape: AttentionShape,
  kind: 'scores' | 'sums',
  [a, aView]: [Tensor, MatrixView],
  [b, bView]: [Tensor, MatrixView],
  [c, cView]: [Tensor, MatrixView],
  alpha = 1,
): void {
  const width = shape.dimension / shape.numHeads;
  multiplyInto(runner, a, b, c, {
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
  runner: GpuRunner,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  keyMask: Tensor,
  shape: AttentionShape,
): { out: Tensor; probabilities: Tensor } {
  const { batch, length, numHeads } = shape;
  const rows = batch * numHeads * length;
  const scores = runner.output([batch * numHeads, length, length]);
  multiplyHeads(
    runner,
    shape,
    'scores',
    [q, heads(shape)],
    [k, heads(shape, true)],
    [scores, square(shape)],
    scaleOf(shape),
  );
  const probabilities = runner.output([batch * numHeads, length, length]);
  runner.dispatchLinear(SOFTMAX, [scores, keyMask, probabilities], [rows, length, numHeads], rows);
  const out = runner.output(q.shape);
  multiplyHeads(runner, shape, 'sums', [probabilities, square(shape)], [v, heads(shape)], [out, heads(shape)]);
  return { out, probabilities };
}

export function attentionGradient(
  runner: GpuRunner,
  dOut: Tensor,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  probabilities: Tensor,
  shape: AttentionShape,
): { dq: Tensor; dk: Tensor; dv: Tensor } {
  const { batch, length, numHeads } = shape;
  const rows = batch * numHeads * length;
  const dProbabilities = runner.output(probabilities.shape);
  multiplyHeads(
    runner,
    shape,
    'scores',
    [dOut, heads(shape)],
    [v, heads(shape, true)],
    [dProbabilities, square(shape)],
  );
  const dScores = runner.output(probabilities.shape);
  runner.dispatchLinear(SOFTMAX_GRADIENT, [probabilities, dProbabilities, dScores], [rows, length], rows);
  const [dq, dk, dv] = [q, k, v].map((x) => runner.output(x.shape));
  const alpha = scaleOf(shape);
  multiplyHeads(runner, shape, 'sums', [dScores, square(shape)], [k, heads(shape)], [dq, heads(shape)], alpha);
  multiplyHeads(runner, shape, 'sums', [dScores, square(shape, true)], [q, heads(shape)], [dk, heads(shape)], alpha);
  multiplyHeads(runner, shape, 'sums', [probabilities, square(shape, true)], [dOut, heads(shape)], [dv, heads(shape)]);
  return { dq, dk, dv };
}

/** Rows of [B * H, L, L]; position i sees j <= i with mask 1. A row that sees nothing is all zeros. */
const SOFTMAX: Shader = {
  key: 'attention/softmax',
  source:
    () => `${declare({ scores: 'f32', mask: 'f32', probabilities: 'out f32' }, { rows: 'u32', length: 'u32', numHeads: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.rows) { return; }
  let length = parameters.length;
  let start = index * length;
  let position = index % length;
  let maskStart = index / (length * parameters.numHeads) * length;
  var largest = -3.0e38;
  for (var j = 0u; j <= position; j++) {
    if (mask[maskStart + j] > 0.0) { largest = max(largest, scores[start + j]); }
  }
  var sum = 0.0;
  for (var j = 0u; j <= position; j++) {
    if (mask[maskStart + j] > 0.0) { sum += exp(scores[start + j] - largest); }
  }
  let factor = select(0.0, 1.0 / sum, sum > 0.0);
  for (var j = 0u; j < length; j++) {
    var probability = 0.0;
    if (j <= position) {
      if (mask[maskStart + j] > 0.0) { probability = exp(scores[start + j] - largest) * factor; }
    }
    probabilities[start + j] = probability;
  }
}`,
};

/** dS = P (dP - sum of P dP); beyond the diagonal P is zero. */
const SOFTMAX_GRADIENT: Shader = {
  key: 'attention/softmaxGradient',
  source:
    () => `${declare({ probabilities: 'f32', dProbabilities: 'f32', dScores: 'out f32' }, { rows: 'u32', length: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.rows) { return; }
  let length = parameters.length;
  let start = index * length;
  let position = index % length;
  var sum = 0.0;
  for (var j = start; j <= start + position; j++) { sum += probabilities[j] * dProbabilities[j]; }
  for (var j = start; j < start + length; j++) {
    dScores[j] = select(0.0, probabilities[j] * (dProbabilities[j] - sum), j <= start + position);
  }
}`,
};
