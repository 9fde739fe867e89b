/** Every primitive in our WGSL. */
import type { Handle } from '../Handle';
import type { Tensor } from '../tf';
import { adam } from './adam/adam';
import { attention, attentionGradient } from './attention/attention';
import { columnSums } from './columnSums/columnSums';
import { crossEntropyRows } from './crossEntropy/crossEntropyRows';
import { dropout } from './dropout/dropout';
import { runElementwise } from './elementwise/runElementwise';
import { gatherRows } from './gatherRows/gatherRows';
import type { Emitter } from './gpu/GpuKernel';
import type { GpuRunner } from './gpu/GpuRunner';
import type { Kernels } from './Kernels';
import { layerNorm, layerNormGradient } from './layerNorm/layerNorm';
import { matmul } from './matmul/matmul';
import { pairProduct } from './pairProduct/pairProduct';
import { rowDots } from './rowDots/rowDots';
import { scatterRows } from './scatterRows/scatterRows';
import { concatColumns, padRows, sliceColumns } from './slices/slices';
import { spmm, uploadCsr } from './spmm/spmm';
import { sum } from './sum/sum';
import { tfjsKernels } from './tfjsKernels';
import { topK } from './topK/topK';

/** What runs the same way at once or recorded. */
export type EmittedKernels = Omit<
  Kernels<Handle>,
  'sliceRows' | 'scatterRows' | 'topK' | 'dropout' | 'uploadCsr' | 'spmm' | 'adam'
>;

/** The kernels that need nothing but an executor. */
export function emittedKernels(emitter: Emitter): EmittedKernels {
  return {
    matmul: (a, b, options) => matmul(emitter, a, b, options),
    elementwise: (definition, inputs, shape, constants) =>
      runElementwise(emitter, definition, inputs, shape, constants),
    columnSums: (x) => columnSums(emitter, x),
    rowDots: (a, b) => rowDots(emitter, a, b),
    pairProduct: (a, b, weights, options) => pairProduct(emitter, a, b, weights, options),
    concatColumns: (parts) => concatColumns(emitter, parts),
    sliceColumns: (x, start, count) => sliceColumns(emitter, x, start, count),
    padRows: (x, start, numRows) => padRows(emitter, x, start, numRows),
    sum: (parts) => sum(emitter, parts),
    gatherRows: (table, ids) => gatherRows(emitter, table, ids),
    layerNorm: (x, gain, bias, epsilon) => layerNorm(emitter, x, gain, bias, epsilon),
    layerNormGradient: (dy, x, gain, stats) => layerNormGradient(emitter, dy, x, gain, stats),
    attention: (q, k, v, keyMask, shape) => attention(emitter, q, k, v, keyMask, shape),
    attentionGradient: (dOut, q, k, v, probabilities, shape) =>
      attentionGradient(emitter, dOut, q, k, v, probabilities, shape),
    crossEntropyRows: (logits, targets, weights, withGradient) =>
      crossEntropyRows(emitter, logits, targets, weights, withGradient),
  };
}

/** Run at once, between tfjs's own commands. */
export function webgpuKernels(runner: GpuRunner): Kernels {
  const kernels: Kernels<Handle> = {
    ...emittedKernels(runner),
    // Of whole numbers too.
    sliceRows: (x, start, count) => tfjsKernels.sliceRows(x as Tensor, start, count),
    scatterRows(ids, hostIds, rows, numRows) {
      // Ids that were computed on the device cannot be sorted here; tfjs sums them with atomics, in any order.
      if (!hostIds) return tfjsKernels.scatterRows(ids as Tensor, hostIds, rows as Tensor, numRows);
      return scatterRows(runner, hostIds, rows, numRows);
    },
    topK: (scores, marks, k) => topK(runner, scores as Tensor, marks as Tensor, k),
    dropout: (x, rate, key) => dropout(runner, x, rate, key),
    uploadCsr: (matrix) => ({
      numRows: matrix.numRows,
      numColumns: matrix.numColumns,
      host: matrix,
      tensors: uploadCsr(matrix, !runner.software),
      sliced: !runner.software,
    }),
    spmm: (matrix, x) => spmm(runner, matrix, matrix.tensors, x),
    adam: (slot, gradient, step) => adam(runner, slot, gradient as Tensor, step),
  };
  // The runner's values are tensors.
  return kernels as Kernels<Handle> as unknown as Kernels;
}
