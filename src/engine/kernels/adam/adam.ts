/** Adam on WebGPU, in place: one dispatch a parameter. See adam.reference.ts for the formula. */
import type { Tensor } from '../../tf';
import { declare, floatBits, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';
import type { AdamSlot, AdamStep } from '../Kernels';
import { rowsOf } from './rows';

const ELEMENTS = 4;

export function adam(runner: GpuRunner, slot: AdamSlot, gradient: Tensor, step: AdamStep): void {
  const { value, firstMoment, secondMoment } = slot;
  const { rows, columns } = rowsOf(value.shape);
  const words = [
    value.size,
    columns,
    ...[
      step.learningRate / step.correction1,
      step.beta1,
      1 - step.beta1,
      step.beta2,
      1 - step.beta2,
      1 / Math.sqrt(step.correction2),
      step.epsilon,
    ].map(floatBits),
  ];
  const bindings = [gradient, value, firstMoment, secondMoment];
  if (step.rows === 'touched') runner.dispatchLinear(TOUCHED_ROWS, bindings, words, rows);
  else runner.dispatchLinear(ALL, bindings, words, Math.ceil(value.size / ELEMENTS));
  for (const tensor of [value, firstMoment, secondMoment]) runner.forgetCachedValues(tensor);
}

/** @param range of the elements that a thread updates: statements before the loop, then its head */
function shader(key: string, range: string): Shader {
  return {
    key,
    freshParameters: true,
    source: () => `${declare(
      { gradient: 'f32', value: 'out f32', firstMoment: 'out f32', secondMoment: 'out f32' },
      {
        size: 'u32',
        columns: 'u32',
        rate: 'f32', // learning rate / (1 - beta1^t)
        beta1: 'f32',
        rest1: 'f32',
        beta2: 'f32',
        rest2: 'f32',
        rootFactor: 'f32', // 1 / sqrt(1 - beta2^t)
        epsilon: 'f32',
      },
    )}${LINEAR_MAIN}
  ${range} {
    let g = gradient[i];
    let m = parameters.beta1 * firstMoment[i] + parameters.rest1 * g;
    let v = parameters.beta2 * secondMoment[i] + parameters.rest2 * g * g;
    firstMoment[i] = m;
    secondMoment[i] = v;
    value[i] -= parameters.rate * m / (sqrt(v) * parameters.rootFactor + parameters.epsilon);
  }
}`,
  };
}

const ALL = shader(
  'adam',
  `for (var i = index * ${ELEMENTS}u; i < min((index + 1u) * ${ELEMENTS}u, parameters.size); i++)`,
);

/** A thread for each row, which is left alone where its gradient is zero throughout. */
const TOUCHED_ROWS = shader(
  'adam/touchedRows',
  `let first = index * parameters.columns;
  let end = min(first + parameters.columns, parameters.size);
  var touched = false;
  for (var i = first; i < end && !touched; i++) { touched = gradient[i] != 0.0; }
  if (!touched) { return; }
  for (var i = first; i < end; i++)`,
);
