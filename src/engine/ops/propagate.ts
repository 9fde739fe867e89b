import type { DeviceCsr } from '../kernels/Kernels';
import type { Tensor } from '../tf';
import { assertShape, type OpContext, withGradient } from './OpContext';

/**
 * Sparse times dense. matrix [N, N], x [N, D] -> [N, D].
 * The matrix must be symmetric: the gradient multiplies by it again, not by its transpose.
 */
export function propagate({ kernels }: OpContext, matrix: DeviceCsr, x: Tensor): Tensor {
  assertShape(
    matrix.numRows === matrix.numColumns && matrix.numColumns === x.shape[0],
    'propagate',
    () => `matrix [${matrix.numRows}, ${matrix.numColumns}] times [${x.shape}]`,
  );
  return withGradient(
    [x],
    () => kernels.spmm(matrix, x),
    (dy) => [kernels.spmm(matrix, dy)],
  );
}
