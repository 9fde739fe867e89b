import type { Handle } from '../Handle';
import type { Elementwise } from '../kernels/elementwise/Elementwise';
import type { Activation } from '../types';
import { asMatrix, assertShape, type OpContext, withGradient } from './OpContext';

/** The gradient passes where the rectified value is above zero. */
const RELU_GRADIENT: Elementwise = {
  name: 'reluGradient',
  inputs: { dy: 'element', y: 'element' },
  wgsl: 'select(0.0, dy, y > 0.0)',
  tfjs: ([dy, y]) => dy.mul(y.greater(0).cast('float32')),
};

/** activation(x W + b). x [..., K], weights [K, N], bias [N] or null -> [..., N] */
export function dense(
  context: OpContext,
  x: Handle,
  weights: Handle,
  bias: Handle | null,
  activation: Activation = 'none',
): Handle {
  const { kernels } = context;
  const [numInputs, numOutputs] = weights.shape;
  assertShape(x.shape[x.shape.length - 1] === numInputs, 'dense', () => `x [${x.shape}] times W [${weights.shape}]`);
  assertShape(!bias || bias.size === numOutputs, 'dense', () => `bias [${bias?.shape}] for ${numOutputs} outputs`);
  const inputs = bias ? [x, weights, bias] : [x, weights];
  return withGradient(
    context,
    inputs,
    (save) => {
      const y = kernels.matmul(asMatrix(x), weights, { bias, activation });
      save(activation === 'relu' ? [x, weights, y] : [x, weights]);
      return y.reshape([...x.shape.slice(0, -1), numOutputs]);
    },
    (dy, [x, weights, y]) => {
      const rows = asMatrix(x);
      const d = dy.reshape([rows.shape[0], numOutputs]);
      const dActive = y ? kernels.elementwise(RELU_GRADIENT, [d, y], d.shape) : d;
      const dx = kernels.matmul(dActive, weights, { transposeB: true }).reshape(x.shape);
      const dWeights = kernels.matmul(rows, dActive, { transposeA: true });
      return bias ? [dx, dWeights, kernels.columnSums(dActive).reshape(bias.shape)] : [dx, dWeights];
    },
  );
}

/** activation(relu(a[i] + b[j]) W + bias) for all pairs, for scoring: see `Ops.densePairs`. */
export function densePairs(
  context: OpContext,
  a: Handle,
  b: Handle,
  weights: Handle,
  bias: Handle | null,
  activation: Activation = 'none',
): Handle {
  const [numA, width] = a.shape;
  const [numB] = b.shape;
  const [numInputs, numOutputs] = weights.shape;
  assertShape(b.shape[1] === width, 'densePairs', () => `[${a.shape}] and [${b.shape}] differ in width`);
  assertShape(width === numInputs, 'densePairs', () => `pairs of width ${width} times W [${weights.shape}]`);
  assertShape(!bias || bias.size === numOutputs, 'densePairs', () => `bias [${bias?.shape}] for ${numOutputs} outputs`);
  return context.kernels.pairProduct(a, b, weights, { bias, activation }).reshape([numA * numB, numOutputs]);
}
