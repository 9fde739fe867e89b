import type { Handle } from '../Handle';
import type { Elementwise } from '../kernels/elementwise/Elementwise';
import type { DeviceCsr } from '../kernels/Kernels';
import { SCALE } from './arithmetic';
import { assertShape, type OpContext, withGradient } from './OpContext';

/**
 * Sparse times dense. matrix [N, N], x [N, D] -> [N, D].
 * The matrix must be symmetric: the gradient multiplies by it again, not by its transpose.
 */
export function propagate(context: OpContext, matrix: DeviceCsr, x: Handle): Handle {
  assertShape(
    matrix.numRows === matrix.numColumns && matrix.numColumns === x.shape[0],
    'propagate',
    () => `matrix [${matrix.numRows}, ${matrix.numColumns}] times [${x.shape}]`,
  );
  return withGradient(
    context,
    [x],
    () => context.kernels.spmm(matrix, x),
    (dy) => [context.kernels.spmm(matrix, dy)],
  );
}

/** c0 * product + c1 * x: what one layer adds. */
const ADD_LAYER: Elementwise = {
  name: 'addLayer',
  inputs: { product: 'element', x: 'element' },
  wgsl: 'c0 * product + c1 * x',
  tfjs: ([product, x], [factor, weight]) => product.mul(factor).add(x.mul(weight)),
};

/**
 * Sum over k of weights[k] matrix^k x, the smoothing of LightGCN (He et al., SIGIR 2020, eq. 4), by Horner's rule:
 * layers are not kept. matrix [N, N], x [N, D] -> [N, D]; symmetric, so the gradient is the same sum of dy.
 */
export function propagateSum(context: OpContext, matrix: DeviceCsr, x: Handle, weights: number[]): Handle {
  assertShape(
    weights.length > 0 && matrix.numRows === matrix.numColumns && matrix.numColumns === x.shape[0],
    'propagateSum',
    () => `${weights.length} weights, matrix [${matrix.numRows}, ${matrix.numColumns}] times [${x.shape}]`,
  );
  const smooth = (x: Handle): Handle => {
    const { kernels } = context;
    const last = weights.length - 1;
    if (last === 0) return kernels.elementwise(SCALE, [x], x.shape, weights);
    let sum = x;
    for (let k = last - 1; k >= 0; k--) {
      // The innermost product is of x itself, so its factor is the last weight.
      const factors = [k === last - 1 ? weights[last] : 1, weights[k]];
      sum = kernels.elementwise(ADD_LAYER, [kernels.spmm(matrix, sum), x], x.shape, factors);
    }
    return sum;
  };
  return withGradient(
    context,
    [x],
    () => smooth(x),
    (dy) => [smooth(dy)],
  );
}
