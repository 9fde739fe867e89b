/**
 * The few heavy primitives that ops are composed of. Each backend brings its own: `tfjsKernels` runs anywhere and is
 * the reference, `cpuKernels` loops over typed arrays where tfjs's CPU form is needlessly slow, `webgpuKernels` runs
 * our WGSL, `program/` records calls of the same. None of them is differentiated: gradients are written out in `ops/`.
 *
 * All matrices are row-major float32 unless said otherwise. The caller (a tidy) disposes results.
 */
import type { CsrMatrix } from '@/lib/csr';
import type { Handle } from '../Handle';
import type { Tensor } from '../tf';
import type { Activation, AdamOptions } from '../types';
import type { Elementwise } from './elementwise/Elementwise';

export interface MatMulOptions<T = Tensor> {
  transposeA?: boolean;
  transposeB?: boolean;
  /** [N], added to each row */
  bias?: T | null;
  activation?: Activation;
}

/** A CSR matrix on the device, with whatever the backend needs to multiply by it. */
export interface DeviceCsr {
  numRows: number;
  numColumns: number;
  host: CsrMatrix;
  /** whether several threads share the sum of a row */
  sliced?: boolean;
  tensors: Tensor[];
}

/** One parameter with Adam's moments; the kernel may replace the tensors or write into them. */
export interface AdamSlot {
  value: Tensor;
  firstMoment: Tensor;
  secondMoment: Tensor;
}

/** Learning rate and corrections of one step: p -= rate * (m / c1) / (sqrt(v / c2) + epsilon). */
export interface AdamStep extends AdamOptions {
  /** 1 - beta1^t */
  correction1: number;
  /** 1 - beta2^t */
  correction2: number;
}

export interface AttentionShape {
  batch: number;
  length: number;
  dimension: number;
  numHeads: number;
}

export interface Kernels<T extends Handle = Tensor> {
  /** activation(A B + bias), of matrices [M, K] and [K, N] after the transpositions -> [M, N] */
  matmul(a: T, b: T, options?: MatMulOptions<T>): T;
  /** One expression for each element of `shape`. */
  elementwise(definition: Elementwise, inputs: T[], shape: readonly number[], constants?: number[]): T;
  /** [R, C] -> [C] */
  columnSums(x: T): T;
  /** Dot products of rows: [R, D], [R, D] -> [R] */
  rowDots(a: T, b: T): T;
  /** activation(relu(a[i] + b[j]) W + bias) for all pairs: a [B, H], b [I, H], weights [H, N] -> [B, I, N] */
  pairProduct(a: T, b: T, weights: T, options?: Pick<MatMulOptions<T>, 'bias' | 'activation'>): T;
  /** Side by side: [R, C_k] -> [R, sum of C_k] */
  concatColumns(parts: T[]): T;
  /** Columns start .. start + count: [R, C] -> [R, count] */
  sliceColumns(x: T, start: number, count: number): T;
  /** Rows start .. start + count: [R, C] -> [count, C] */
  sliceRows(x: T, start: number, count: number): T;
  /** Rows of zeros around, so that x begins at row `start` of `numRows`: [R, C] -> [numRows, C] */
  padRows(x: T, start: number, numRows: number): T;
  /** One or more of equal shapes. */
  sum(parts: T[]): T;
  /** table [V, D], ids int32 [n] -> [n, D] */
  gatherRows(table: T, ids: T): T;
  /**
   * Sums rows by id: out[v] = sum of rows[i] with ids[i] = v. ids int32 [n], rows [n, D] -> [numRows, D].
   * @param hostIds the same ids on the CPU, where known: then the order of summation is fixed
   * @param counts [n]; rows where it is 0 hold zeros and may be left out
   */
  scatterRows(ids: T, hostIds: Int32Array | null, rows: T, numRows: number, counts?: T | null): T;
  /** x [R, D], gain [D], bias [D] -> y [R, D] and what the gradient needs: [R, 2] mean and 1 / root */
  layerNorm(x: T, gain: T, bias: T, epsilon: number): { y: T; stats: T };
  layerNormGradient(dy: T, x: T, gain: T, stats: T): { dx: T; dGain: T; dBias: T };
  /** q, k, v [B, L, D], keyMask [B, L] -> out [B, L, D] and the attention probabilities [B * numHeads, L, L] */
  attention(q: T, k: T, v: T, keyMask: T, shape: AttentionShape): { out: T; probabilities: T };
  attentionGradient(dOut: T, q: T, k: T, v: T, probabilities: T, shape: AttentionShape): { dq: T; dk: T; dv: T };
  /**
   * Rows of softmax cross-entropy, times a weight each. logits [R, V], targets int32 [R], weights [R].
   * @param targets null where the first column is the target of each row
   * @returns losses [R], and the gradient of their sum with respect to the logits [R, V] where asked for
   */
  crossEntropyRows(logits: T, targets: T | null, weights: T, withGradient: boolean): { losses: T; gradient: T | null };
  /**
   * The best candidates of each row, best first: higher scores, then items that are not relevant, then lower items. A
   * score that is no number comes before all others, of a seen item too.
   * @param scores [B, I]
   * @param marks int32 [B, markWords(I)], what each item is to the row (`lib/marks`)
   * @returns [B, 2 k]: k items, -1 after the last candidate; then their scores, 0 after the last
   */
  topK(scores: T, marks: T, k: number): T;
  /** Zeroes elements by `dropoutBits` and scales the rest; see kernels/dropout. */
  dropout(x: T, rate: number, key: DropoutKey): T;
  uploadCsr(matrix: CsrMatrix): DeviceCsr;
  /** Sparse times dense: [numRows, numColumns] x [numColumns, D] -> [numRows, D] */
  spmm(matrix: DeviceCsr, x: T): T;
  adam(slot: AdamSlot, gradient: T, step: AdamStep): void;
}

/** Two words that stand for (seed, layer): see `dropoutKey`. */
export interface DropoutKey {
  first: number;
  second: number;
  /** the second of what they stand for */
  layer: number;
}
