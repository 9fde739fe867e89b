import type { AdamStep } from '../Kernels';

/**
 * One step of Adam in place, as PyTorch takes it: epsilon is added outside the bias-corrected root.
 * Kingma & Ba, "Adam", ICLR 2015, algorithm 1. All arrays have the same length.
 * With rows 'touched' it is another optimiser, known as lazy Adam: rows of zeros in the gradient are left alone.
 * @param columns numbers of a row
 */
export function adamReference(
  value: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  gradient: Float32Array,
  { learningRate, beta1, beta2, epsilon, correction1, correction2, rows = 'all' }: AdamStep,
  columns = value.length,
): void {
  for (let first = 0; first < value.length; first += columns) {
    if (rows === 'touched' && gradient.subarray(first, first + columns).every((g) => g === 0)) continue;
    for (let i = first; i < first + columns; i++) {
      const g = gradient[i];
      const m = beta1 * firstMoment[i] + (1 - beta1) * g;
      const v = beta2 * secondMoment[i] + (1 - beta2) * g * g;
      firstMoment[i] = m;
      secondMoment[i] = v;
      value[i] -= (learningRate * (m / correction1)) / (Math.sqrt(v / correction2) + epsilon);
    }
  }
}
