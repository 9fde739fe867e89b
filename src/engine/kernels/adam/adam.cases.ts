import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import type { AdamSlot, AdamStep } from '../Kernels';
import { adamReference } from './adam.reference';

const STEPS = 20;
const OPTIONS = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Twenty steps, each with another gradient. */
export function adamCases(): KernelCase[] {
  return SIZES.map((size) => {
    const value = normals(1, [size]);
    const gradients = Array.from({ length: STEPS }, (_, t) => normals(t + 2, [size]));
    const zeros = () => ({ shape: [size], data: new Float32Array(size) });
    const expected = [value.data.slice(), new Float32Array(size), new Float32Array(size)];
    gradients.forEach(({ data }, t) => {
      adamReference(expected[0], expected[1], expected[2], data, stepAt(t + 1));
    });
    return {
      name: `adam, ${STEPS} steps of ${size}`,
      inputs: [value, zeros(), zeros(), ...gradients],
      run(kernels, [value, firstMoment, secondMoment, ...gradients]) {
        const slot: AdamSlot = { value, firstMoment, secondMoment };
        gradients.forEach((gradient, t) => {
          kernels.adam(slot, gradient, stepAt(t + 1));
        });
        return [slot.value, slot.firstMoment, slot.secondMoment];
      },
      expected,
    };
  });
}

function stepAt(t: number): AdamStep {
  return { ...OPTIONS, correction1: 1 - OPTIONS.beta1 ** t, correction2: 1 - OPTIONS.beta2 ** t };
}
