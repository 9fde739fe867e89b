/** Adam on WebGPU, in place: one dispatch a parameter. See adam.reference.ts for the formula. */
import type { Tensor } from '../../tf';
import { declare, floatBits, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';
import type { AdamSlot, AdamStep } from '../Kernels';

const ELEMENTS = 4;

export function adam(runner: GpuRunner, slot: AdamSlot, gradient: Tensor, step: AdamStep): void {
  const { value, firstMoment, secondMoment } = slot;
  const words = [
    value.size,
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
  runner.dispatchLinear(SHADER, bindings, words, Math.ceil(value.size / ELEMENTS));
  for (const tensor of [value, firstMoment, secondMoment]) runner.forgetCachedValues(tensor);
}

const SHADER: Shader = {
  key: 'adam',
  freshParameters: true,
  source: () => `${declare(
    { gradient: 'f32', value: 'out f32', firstMoment: 'out f32', secondMoment: 'out f32' },
    {
      size: 'u32',
      rate: 'f32', // learning rate / (1 - beta1^t)
      beta1: 'f32',
      rest1: 'f32',
      beta2: 'f32',
      rest2: 'f32',
      rootFactor: 'f32', // 1 / sqrt(1 - beta2^t)
      epsilon: 'f32',
    },
  )}${LINEAR_MAIN}
  for (var i = index * ${ELEMENTS}u; i < min((index + 1u) * ${ELEMENTS}u, parameters.size); i++) {
    let g = gradient[i];
    let m = parameters.beta1 * firstMoment[i] + parameters.rest1 * g;
    let v = parameters.beta2 * secondMoment[i] + parameters.rest2 * g * g;
    firstMoment[i] = m;
    secondMoment[i] = v;
    value[i] -= parameters.rate * m / (sqrt(v) * parameters.rootFactor + parameters.epsilon);
  }
}`,
};
