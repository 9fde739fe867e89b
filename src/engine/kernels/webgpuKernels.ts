/** Every primitive in our WGSL. */
import { adam } from './adam/adam';
import { attention, attentionGradient } from './attention/attention';
import { columnSums } from './columnSums/columnSums';
import { crossEntropyRows } from './crossEntropy/crossEntropyRows';
import { dropout } from './dropout/dropout';
import { runElementwise } from './elementwise/runElementwise';
import { gatherRows } from './gatherRows/gatherRows';
import type { GpuRunner } from './gpu/GpuRunner';
import type { Kernels } from './Kernels';
import { layerNorm, layerNormGradient } from './layerNorm/layerNorm';
import { matmul } from './matmul/matmul';
import { outerAdd } from './outerAdd/outerAdd';
import { rowDots } from './rowDots/rowDots';
import { scatterRows } from './scatterRows/scatterRows';
import { spmm, uploadCsr } from './spmm/spmm';
import { tfjsKernels } from './tfjsKernels';

export function webgpuKernels(runner: GpuRunner): Kernels {
  return {
    matmul: (a, b, options) => matmul(runner, a, b, options),
    elementwise: (definition, inputs, shape, constants) => runElementwise(runner, definition, inputs, shape, constants),
    columnSums: (x) => columnSums(runner, x),
    rowDots: (a, b) => rowDots(runner, a, b),
    outerAdd: (a, b, activation) => outerAdd(runner, a, b, activation),
    gatherRows: (table, ids) => gatherRows(runner, table, ids),
    scatterRows(ids, hostIds, rows, numRows) {
      // Ids that were computed on the device cannot be sorted here; tfjs sums them with atomics, in any order.
      if (!hostIds) return tfjsKernels.scatterRows(ids, hostIds, rows, numRows);
      return scatterRows(runner, hostIds, rows, numRows);
    },
    layerNorm: (x, gain, bias, epsilon) => layerNorm(runner, x, gain, bias, epsilon),
    layerNormGradient: (dy, x, gain, stats) => layerNormGradient(runner, dy, x, gain, stats),
    attention: (q, k, v, keyMask, shape) => attention(runner, q, k, v, keyMask, shape),
    attentionGradient: (dOut, q, k, v, probabilities, shape) =>
      attentionGradient(runner, dOut, q, k, v, probabilities, shape),
    crossEntropyRows: (logits, targets, weights, withGradient) =>
      crossEntropyRows(runner, logits, targets, weights, withGradient),
    dropout: (x, rate, key) => dropout(runner, x, rate, key),
    uploadCsr: (matrix) => ({
      numRows: matrix.numRows,
      numColumns: matrix.numColumns,
      host: matrix,
      tensors: uploadCsr(matrix),
    }),
    spmm: (matrix, x) => spmm(runner, matrix.tensors, matrix.numRows, x),
    adam: (slot, gradient, step) => adam(runner, slot, gradient, step),
  };
}
