import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function sumCases(): KernelCase[] {
  return [1, 2, 6, 7, 13].flatMap((count) =>
    SIZES.map((size): KernelCase => {
      const parts = Array.from({ length: count }, (_, k) => normals(k, [size]));
      return {
        name: `sum of ${count} of ${size}`,
        inputs: parts,
        run: (kernels, inputs) => [kernels.sum(inputs)],
        expected: [Float32Array.from({ length: size }, (_, i) => parts.reduce((sum, { data }) => sum + data[i], 0))],
      };
    }),
  );
}
