import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import type { AdamSlot, AdamStep } from '../Kernels';
import { adamReference } from './adam.reference';
import { rowsOf } from './rows';

const STEPS = 20;
const OPTIONS = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Twenty steps, each with another gradient, in which other rows are zero. */
export function adamCases(): KernelCase[] {
  return [
    ...SIZES.map((size) => adamCase([size], 'all')),
    ...SIZES.flatMap((size) => [adamCase([size, 3], 'touched'), adamCase([5, size], 'touched')]),
    adamCase([7], 'touched'),
  ];
}

function adamCase(shape: number[], rows: 'all' | 'touched'): KernelCase {
  const stepAt = (t: number): AdamStep => ({
    ...OPTIONS,
    rows,
    correction1: 1 - OPTIONS.beta1 ** t,
    correction2: 1 - OPTIONS.beta2 ** t,
  });
  const value = normals(1, shape);
  const size = value.data.length;
  const { columns } = rowsOf(shape);
  const gradients = Array.from({ length: STEPS }, (_, t) => {
    const gradient = normals(t + 2, shape);
    if (shape.length > 1) {
      for (let row = t % 3; row < shape[0]; row += 3) gradient.data.fill(0, row * columns, (row + 1) * columns);
    }
    return gradient;
  });
  const zeros = () => ({ shape, data: new Float32Array(size) });
  const expected = [value.data.slice(), new Float32Array(size), new Float32Array(size)];
  gradients.forEach(({ data }, t) => {
    adamReference(expected[0], expected[1], expected[2], data, stepAt(t + 1), columns);
  });
  return {
    name: `adam, ${STEPS} steps of [${shape}], ${rows} rows`,
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
}
