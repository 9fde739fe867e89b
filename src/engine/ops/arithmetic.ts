/** Elementwise sums and products, with equal shapes or with one side repeated. */

import type { Handle } from '../Handle';
import type { Elementwise } from '../kernels/elementwise/Elementwise';
import { tf } from '../tf';
import { asMatrix, assertShape, type OpContext, product, sameShape, withGradient } from './OpContext';

export const ADD: Elementwise = {
  name: 'add',
  inputs: { a: 'element', b: 'element' },
  wgsl: 'a + b',
  tfjs: ([a, b]) => a.add(b),
};
const MULTIPLY: Elementwise = {
  name: 'multiply',
  inputs: { a: 'element', b: 'element' },
  wgsl: 'a * b',
  tfjs: ([a, b]) => a.mul(b),
};
export const SCALE: Elementwise = {
  name: 'scale',
  inputs: { x: 'element' },
  wgsl: 'x * c0',
  tfjs: ([x], [factor]) => x.mul(factor),
};
const ADD_COLUMN: Elementwise = {
  name: 'addColumn',
  inputs: { x: 'element', row: 'column' },
  wgsl: 'x + row',
  tfjs: ([x, row]) => x.add(row),
};
export const TIMES_SCALAR: Elementwise = {
  name: 'timesScalar',
  inputs: { x: 'element', dy: 'scalar' },
  wgsl: 'x * dy',
  tfjs: ([x, dy]) => x.mul(dy),
};
export const MULTIPLY_ROW: Elementwise = {
  name: 'multiplyRow',
  inputs: { x: 'element', factor: 'row' },
  wgsl: 'x * factor',
  tfjs: ([x, factor]) => x.mul(factor),
};

/** Same shapes. */
export function add(context: OpContext, a: Handle, b: Handle): Handle {
  assertShape(sameShape(a, b), 'add', () => `[${a.shape}] and [${b.shape}] differ`);
  return withGradient(
    context,
    [a, b],
    () => context.kernels.elementwise(ADD, [a, b], a.shape),
    (dy) => [dy, dy],
  );
}

/** Same shapes. */
export function multiply(context: OpContext, a: Handle, b: Handle): Handle {
  assertShape(sameShape(a, b), 'multiply', () => `[${a.shape}] and [${b.shape}] differ`);
  return withGradient(
    context,
    [a, b],
    (save) => {
      save([a, b]);
      return context.kernels.elementwise(MULTIPLY, [a, b], a.shape);
    },
    (dy, [a, b]) => [
      context.kernels.elementwise(MULTIPLY, [dy, b], a.shape),
      context.kernels.elementwise(MULTIPLY, [dy, a], a.shape),
    ],
  );
}

export function scale(context: OpContext, x: Handle, factor: number): Handle {
  return withGradient(
    context,
    [x],
    () => context.kernels.elementwise(SCALE, [x], x.shape, [factor]),
    (dy) => [context.kernels.elementwise(SCALE, [dy], x.shape, [factor])],
  );
}

/** Dot product of rows. a, b [..., D] -> [...] */
export function rowDot(context: OpContext, a: Handle, b: Handle): Handle {
  assertShape(sameShape(a, b), 'rowDot', () => `[${a.shape}] and [${b.shape}] differ`);
  return withGradient(
    context,
    [a, b],
    (save) => {
      save([a, b]);
      return context.kernels.rowDots(asMatrix(a), asMatrix(b)).reshape(a.shape.slice(0, -1));
    },
    (dy, [a, b]) => [
      context.kernels.elementwise(MULTIPLY_ROW, [b, dy], a.shape),
      context.kernels.elementwise(MULTIPLY_ROW, [a, dy], a.shape),
    ],
  );
}

/** [B, L, D] + [L, D], repeated over the batch. */
export function addRows(context: OpContext, x: Handle, rows: Handle): Handle {
  const repeats = x.size / Math.max(1, rows.size);
  assertShape(
    rows.shape.every((length, axis) => length === x.shape[x.shape.length - rows.shape.length + axis]),
    'addRows',
    () => `[${rows.shape}] does not repeat to [${x.shape}]`,
  );
  return withGradient(
    context,
    [x, rows],
    () => context.kernels.elementwise(ADD_COLUMN, [x, rows], x.shape),
    (dy) => [dy, context.kernels.columnSums(dy.reshape([repeats, rows.size])).reshape(rows.shape)],
  );
}

/** Multiplies row r by mask[r]: x [..., D], mask [...]. The mask is not differentiated. */
export function maskRows(context: OpContext, x: Handle, mask: Handle): Handle {
  assertShape(
    product(x.shape.slice(0, -1)) === mask.size,
    'maskRows',
    () => `a mask of ${mask.size} for rows of [${x.shape}]`,
  );
  return withGradient(
    context,
    [x],
    (save) => {
      save([mask]);
      return context.kernels.elementwise(MULTIPLY_ROW, [x, mask], x.shape);
    },
    (dy, [mask]) => [context.kernels.elementwise(MULTIPLY_ROW, [dy, mask], x.shape)],
  );
}

/** Sum of weights[k] * parts[k], same shapes. */
export function weightedSum(context: OpContext, parts: Handle[], weights: number[]): Handle {
  assertShape(
    parts.length > 0 && parts.length === weights.length && parts.every((part) => sameShape(part, parts[0])),
    'weightedSum',
    () => `${weights.length} weights for parts of ${parts.map((part) => `[${part.shape}]`).join(', ')}`,
  );
  const { shape } = parts[0];
  return withGradient(
    context,
    parts,
    () => {
      // As many parts in one go as the guaranteed eight storage buffers a shader allow, beside sum and result.
      let sum: Handle | null = null;
      for (let from = 0; from < parts.length; from += 6) {
        const some = parts.slice(from, from + 6);
        const inputs = sum ? [sum, ...some] : some;
        const factors = sum ? [1, ...weights.slice(from, from + 6)] : weights.slice(from, from + 6);
        sum = context.kernels.elementwise(weightedSumOf(inputs.length), inputs, shape, factors);
      }
      return sum as Handle;
    },
    (dy) => weights.map((weight) => context.kernels.elementwise(SCALE, [dy], shape, [weight])),
  );
}

function weightedSumOf(count: number): Elementwise {
  const names = Array.from({ length: count }, (_, k) => `x${k}`);
  return {
    name: `weightedSum${count}`,
    inputs: Object.fromEntries(names.map((name) => [name, 'element' as const])),
    wgsl: names.map((name, k) => `c${k} * ${name}`).join(' + '),
    tfjs: (inputs, factors) => tf.addN(inputs.map((input, k) => input.mul(factors[k]))),
  };
}
