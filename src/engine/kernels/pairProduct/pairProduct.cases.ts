import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function pairProductCases(): KernelCase[] {
  return SIZES.flatMap((size) => [
    [size, 3, 4, 5],
    [3, size, 4, 5],
    [3, 4, size, 5],
    [3, 4, 6, size],
    [2, 9, size, 1],
    // whole fours, and columns for all lanes of a subgroup
    [size, 9, 8, 32],
    [5, size, 12, 100],
  ]).flatMap(([numA, numB, width, columns]) =>
    [true, false].map((withBias) => {
      const [a, b] = [normals(1, [numA, width]), normals(2, [numB, width])];
      const [weights, bias] = [normals(3, [width, columns]), normals(4, [columns])];
      const activation = withBias ? 'relu' : 'none';
      const expected = new Float32Array(numA * numB * columns);
      for (let i = 0; i < expected.length; i++) {
        const column = i % columns;
        const pair = Math.floor(i / columns);
        let sum = withBias ? bias.data[column] : 0;
        for (let k = 0; k < width; k++) {
          const added = a.data[Math.floor(pair / numB) * width + k] + b.data[(pair % numB) * width + k];
          sum += Math.max(0, added) * weights.data[k * columns + column];
        }
        expected[i] = withBias ? Math.max(0, sum) : sum;
      }
      return {
        name: `pairProduct [${numA}, ${width}] and [${numB}, ${width}] to ${columns}${withBias ? ', bias, relu' : ''}`,
        inputs: [a, b, weights, bias],
        run: (kernels, [a, b, weights, bias]) => [
          kernels.pairProduct(a, b, weights, { bias: withBias ? bias : null, activation }),
        ],
        expected: [expected],
      } satisfies KernelCase;
    }),
  );
}
