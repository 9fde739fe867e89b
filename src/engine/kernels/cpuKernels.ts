/**
 * Plain loops where tfjs's CPU backend is needlessly slow: its segment sum visits every row for every segment, its
 * Adam makes a dozen arrays. Reading synchronously costs nothing on this backend.
 */
import { type Tensor, tf } from '../tf';
import { adamReference } from './adam/adam.reference';
import { rowsOf } from './adam/rows';
import type { Kernels } from './Kernels';
import { scatterRowsReference } from './scatterRows/scatterRows.reference';
import { spmmReference } from './spmm/spmm.reference';
import { tfjsKernels } from './tfjsKernels';

const floats = (x: Tensor) => x.dataSync() as Float32Array;

export const cpuKernels: Kernels = {
  ...tfjsKernels,

  scatterRows(ids, hostIds, rows, numRows) {
    const dimension = rows.shape[1] as number;
    const sums = scatterRowsReference(hostIds ?? (ids.dataSync() as Int32Array), floats(rows), numRows, dimension);
    return tf.tensor2d(sums, [numRows, dimension]);
  },

  uploadCsr: (matrix) => ({ numRows: matrix.numRows, numColumns: matrix.numColumns, host: matrix, tensors: [] }),

  spmm(matrix, x) {
    const dimension = x.shape[1] as number;
    return tf.tensor2d(spmmReference(matrix.host, floats(x), dimension), [matrix.numRows, dimension]);
  },

  adam(slot, gradient, step) {
    // The arrays behind the tensors, written in place.
    const { columns } = rowsOf(slot.value.shape);
    const [value, first, second] = [slot.value, slot.firstMoment, slot.secondMoment].map(floats);
    adamReference(value, first, second, floats(gradient), step, columns);
  },
};
