/**
 * The few heavy primitives that ops are composed of. Each backend brings its own: `tfjsKernels` runs anywhere and is
 * the reference, `cpuKernels` loops over typed arrays where tfjs's CPU form is needlessly slow, `webgpuKernels` runs
 * our WGSL. None of them is differentiated: gradients are written out in `ops/`.
 *
 * All matrices are row-major float32 unless said otherwise. The caller (a tidy) disposes results.
 */
import type { CsrMatrix } from '@/lib/csr';
import type { Tensor } from '../tf';
import type { Activation, AdamOptions } from '../types';
import type { Elementwise } from './elementwise/Elementwise';

export interface MatMulOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  /** [N], added to each row */
  bias?: Tensor | null;
  activation?: Activation;
}

/** A CSR matrix on the device, with whatever the backend needs to multiply by it. */
export interface DeviceCsr {
  numRows: number;
  numColumns: number;
  host: CsrMatrix;
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

export interface Kernels {
  /** activation(A B + bias), of matrices [M, K] and [K, N] after the transpositions -> [M, N] */
  matmul(a: Tensor, b: Tensor, options?: MatMulOptions): Tensor;
  /** One expression for each element of `shape`. */
  elementwise(definition: Elementwise, inputs: Tensor[], shape: readonly number[], constants?: number[]): Tensor;
  /** [R, C] -> [C] */
  columnSums(x: Tensor): Tensor;
  /** Dot products of rows: [R, D], [R, D] -> [R] */
  rowDots(a: Tensor, b: Tensor): Tensor;
  /** activation(a[i] + b[j]) for all pairs: a [B, H], b [I, H] -> [B, I, H] */
  outerAdd(a: Tensor, b: Tensor, activation: Activation): Tensor;
  /** table [V, D], ids int32 [n] -> [n, D] */
  gatherRows(table: Tensor, ids: Tensor): Tensor;
  /**
   * Sums rows by id: out[v] = sum of rows[i] with ids[i] = v. ids int32 [n], rows [n, D] -> [numRows, D].
   * @param hostIds the same ids on the CPU, where known: then the order of summation is fixed
   */
  scatterRows(ids: Tensor, hostIds: Int32Array | null, rows: Tensor, numRows: number): Tensor;
  /** x [R, D], gain [D], bias [D] -> y [R, D] and what the gradient needs: [R, 2] mean and 1 / root */
  layerNorm(x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): { y: Tensor; stats: Tensor };
  layerNormGradient(dy: Tensor, x: Tensor, gain: Tensor, stats: Tensor): { dx: Tensor; dGain: Tensor; dBias: Tensor };
  /** q, k, v [B, L, D], keyMask [B, L] -> out [B, L, D] and the attention probabilities [B * numHeads, L, L] */
  attention(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    keyMask: Tensor,
    shape: AttentionShape,
  ): { out: Tensor; probabilities: Tensor };
  attentionGradient(
    dOut: Tensor,
    q: Tensor,
    k: Tensor,
    v: Tensor,
    probabilities: Tensor,
    shape: AttentionShape,
  ): { dq: Tensor; dk: Tensor; dv: Tensor };
  /**
   * Rows of softmax cross-entropy, times a weight each. logits [R, V], targets int32 [R], weights [R].
   * @returns losses [R], and the gradient of their sum with respect to the logits [R, V] where asked for
   */
  crossEntropyRows(
    logits: Tensor,
    targets: Tensor,
    weights: Tensor,
    withGradient: boolean,
  ): { losses: Tensor; gradient: Tensor | null };
  /** Zeroes elements by `dropoutBits` and scales the rest; see kernels/dropout. */
  dropout(x: Tensor, rate: number, key: DropoutKey): Tensor;
  uploadCsr(matrix: CsrMatrix): DeviceCsr;
  /** Sparse times dense: [numRows, numColumns] x [numColumns, D] -> [numRows, D] */
  spmm(matrix: DeviceCsr, x: Tensor): Tensor;
  adam(slot: AdamSlot, gradient: Tensor, step: AdamStep): void;
}

/** Two words that stand for (seed, layer): see `dropoutKey`. */
export interface DropoutKey {
  first: number;
  second: number;
}
