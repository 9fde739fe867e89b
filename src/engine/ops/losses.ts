/**
 * Losses: the sum of weights[r] * loss[r], a scalar. Weights and labels are not differentiated.
 * All are computed from logits: log s(x) by way of a probability loses everything where s(x) rounds to 0 or 1.
 */

import type { Handle } from '../Handle';
import type { Elementwise } from '../kernels/elementwise/Elementwise';
import { assertShape, type OpContext, withGradient } from './OpContext';

// softplus(x) = log(1 + e^x), written so that nothing overflows.
const SOFTPLUS = (x: string) => `(max(${x}, 0.0) + log(1.0 + exp(-abs(${x}))))`;
const SIGMOID = (x: string) => `(1.0 / (1.0 + exp(-clamp(${x}, -80.0, 80.0))))`;

const BCE: Elementwise = {
  name: 'binaryCrossEntropy',
  inputs: { x: 'element', w: 'element', y: 'element' },
  wgsl: `w * (${SOFTPLUS('x')} - x * y)`,
  tfjs: ([x, w, y]) => x.softplus().sub(x.mul(y)).mul(w),
};
const BCE_GRADIENT: Elementwise = {
  name: 'binaryCrossEntropyGradient',
  inputs: { x: 'element', w: 'element', dy: 'scalar', y: 'element' },
  wgsl: `dy * w * (${SIGMOID('x')} - y)`,
  tfjs: ([x, w, dy, y]) => x.sigmoid().sub(y).mul(w).mul(dy),
};
/** The same with one label for all rows, a constant. */
const BCE_ONE_LABEL: Elementwise = {
  name: 'binaryCrossEntropyOneLabel',
  inputs: { x: 'element', w: 'element' },
  wgsl: `w * (${SOFTPLUS('x')} - x * c0)`,
  tfjs: ([x, w], [label]) => x.softplus().sub(x.mul(label)).mul(w),
};
const BCE_ONE_LABEL_GRADIENT: Elementwise = {
  name: 'binaryCrossEntropyOneLabelGradient',
  inputs: { x: 'element', w: 'element', dy: 'scalar' },
  wgsl: `dy * w * (${SIGMOID('x')} - c0)`,
  tfjs: ([x, w, dy], [label]) => x.sigmoid().sub(label).mul(w).mul(dy),
};
const BPR: Elementwise = {
  name: 'bpr',
  inputs: { p: 'element', n: 'element', w: 'element' },
  wgsl: `w * ${SOFTPLUS('(n - p)')}`,
  tfjs: ([p, n, w]) => n.sub(p).softplus().mul(w),
};
/** With respect to the negative; the positive's is its opposite. */
const BPR_GRADIENT: Elementwise = {
  name: 'bprGradient',
  inputs: { p: 'element', n: 'element', w: 'element', dy: 'scalar' },
  wgsl: `c0 * dy * w * ${SIGMOID('(n - p)')}`,
  tfjs: ([p, n, w, dy], [sign]) => n.sub(p).sigmoid().mul(w).mul(dy).mul(sign),
};
const SQUARED_NORM: Elementwise = {
  name: 'weightedSquare',
  inputs: { x: 'element', w: 'row' },
  wgsl: '0.5 * w * x * x',
  tfjs: ([x, w]) => x.square().mul(w).mul(0.5),
};
const SQUARED_NORM_GRADIENT: Elementwise = {
  name: 'weightedSquareGradient',
  inputs: { x: 'element', w: 'row', dy: 'scalar' },
  wgsl: 'dy * w * x',
  tfjs: ([x, w, dy]) => x.mul(w).mul(dy),
};

/**
 * -[label log s(x) + (1 - label) log(1 - s(x))] = softplus(x) - label x.
 * logits, weights [R], labels [R] or one label for all -> scalar
 */
export function binaryCrossEntropy(
  context: OpContext,
  logits: Handle,
  labels: Handle | 0 | 1,
  weights: Handle,
): Handle {
  const oneLabel = typeof labels === 'number';
  assertShape(
    logits.size === weights.size && (oneLabel || logits.size === labels.size),
    'binaryCrossEntropy',
    () => `logits [${logits.shape}], labels [${oneLabel ? labels : labels.shape}], weights [${weights.shape}]`,
  );
  const more = oneLabel ? [] : [labels];
  const constants = oneLabel ? [labels] : [];
  return withGradient(
    context,
    [logits],
    (save) => {
      save([logits, weights, ...more]);
      const inputs = [logits, weights, ...more];
      return sumAll(
        context.kernels.elementwise(oneLabel ? BCE_ONE_LABEL : BCE, inputs, [logits.size], constants),
        context.kernels,
      );
    },
    (dy, [logits, weights, ...more]) => {
      const inputs = [logits, weights, dy, ...more];
      const definition = oneLabel ? BCE_ONE_LABEL_GRADIENT : BCE_GRADIENT;
      return [context.kernels.elementwise(definition, inputs, logits.shape, constants)];
    },
  );
}

/** -log s(positive - negative) = softplus(negative - positive); Rendle et al., "BPR", UAI 2009. [R] each -> scalar */
export function bpr(context: OpContext, positive: Handle, negative: Handle, weights: Handle): Handle {
  assertShape(
    positive.size === negative.size && positive.size === weights.size,
    'bpr',
    () => `positive [${positive.shape}], negative [${negative.shape}], weights [${weights.shape}]`,
  );
  return withGradient(
    context,
    [positive, negative],
    (save) => {
      save([positive, negative, weights]);
      return sumAll(context.kernels.elementwise(BPR, [positive, negative, weights], [positive.size]), context.kernels);
    },
    (dy, [positive, negative, weights]) =>
      [-1, 1].map((sign) =>
        context.kernels.elementwise(BPR_GRADIENT, [positive, negative, weights, dy], positive.shape, [sign]),
      ),
  );
}

/** Sum over rows of weights[r] * |x[r]|^2 / 2. x [R, D], weights [R] -> scalar */
export function weightedSquaredNorm(context: OpContext, x: Handle, weights: Handle): Handle {
  assertShape(
    weights.size > 0 && x.size % weights.size === 0,
    'weightedSquaredNorm',
    () => `weights [${weights.shape}] for x [${x.shape}]`,
  );
  return withGradient(
    context,
    [x],
    (save) => {
      save([x, weights]);
      return sumAll(context.kernels.elementwise(SQUARED_NORM, [x, weights], x.shape), context.kernels);
    },
    (dy, [x, weights]) => [context.kernels.elementwise(SQUARED_NORM_GRADIENT, [x, weights, dy], x.shape)],
  );
}

/** Any shape -> scalar */
export function sumAll(x: Handle, kernels: OpContext['kernels']): Handle {
  return kernels.columnSums(x.reshape([x.size, 1])).reshape([]);
}
