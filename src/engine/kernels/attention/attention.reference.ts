/** Causal multi-head attention by plain loops; arrays are [B, L, D], probabilities [B * H, L, L]. */
import type { AttentionShape } from '../Kernels';

export function attentionReference(
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  keyMask: Float32Array,
  shape: AttentionShape,
): { out: Float32Array; probabilities: Float32Array } {
  const { batch, length, numHeads } = shape;
  const out = new Float32Array(q.length);
  const probabilities = new Float32Array(batch * numHeads * length * length);
  forEachPosition(shape, ({ b, i, columns, row }) => {
    const visible = range(i + 1).filter((j) => keyMask[b * length + j] > 0);
    const scores = visible.map((j) => scale(shape) * dot(q, k, columns(i), columns(j)));
    const largest = Math.max(...scores);
    const exponentials = scores.map((score) => Math.exp(score - largest));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    visible.forEach((j, n) => {
      const probability = exponentials[n] / sum;
      probabilities[row + j] = probability;
      columns(i).forEach((to, c) => {
        out[to] += probability * v[columns(j)[c]];
      });
    });
  });
  return { out, probabilities };
}

/** Gradients of queries, keys and values from that of the result. */
export function attentionGradientReference(
  dOut: Float32Array,
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  probabilities: Float32Array,
  shape: AttentionShape,
): [dq: Float32Array, dk: Float32Array, dv: Float32Array] {
  const [dq, dk, dv] = [q, k, v].map((x) => new Float64Array(x.length));
  forEachPosition(shape, ({ i, columns, row }) => {
    const dProbabilities = range(i + 1).map((j) => dot(dOut, v, columns(i), columns(j)));
    const mean = dProbabilities.reduce((sum, d, j) => sum + d * probabilities[row + j], 0);
    for (let j = 0; j <= i; j++) {
      const probability = probabilities[row + j];
      const dScore = probability * (dProbabilities[j] - mean) * scale(shape);
      columns(i).forEach((atI, c) => {
        const atJ = columns(j)[c];
        dq[atI] += dScore * k[atJ];
        dk[atJ] += dScore * q[atI];
        dv[atJ] += probability * dOut[atI];
      });
    }
  });
  return [Float32Array.from(dq), Float32Array.from(dk), Float32Array.from(dv)];
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const scale = ({ dimension, numHeads }: AttentionShape) => 1 / Math.sqrt(dimension / numHeads);
const dot = (a: Float32Array, b: Float32Array, atA: number[], atB: number[]) =>
  atA.reduce((sum, index, c) => sum + a[index] * b[atB[c]], 0);

/** Visits each position of each head; `columns(j)` are where the head's part of position j is, `row` that of the probabilities. */
function forEachPosition(
  { batch, length, dimension, numHeads }: AttentionShape,
  visit: (at: { b: number; i: number; row: number; columns: (j: number) => number[] }) => void,
): void {
  const width = dimension / numHeads;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < numHeads; h++) {
      const columns = (j: number) => range(width).map((c) => (b * length + j) * dimension + h * width + c);
      for (let i = 0; i < length; i++) visit({ b, i, row: ((b * numHeads + h) * length + i) * length, columns });
    }
  }
}
