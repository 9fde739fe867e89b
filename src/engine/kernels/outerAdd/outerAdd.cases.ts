import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function outerAddCases(): KernelCase[] {
  return SIZES.flatMap((size) => [
    [size, 3, 4],
    [3, size, 4],
    [3, 4, size],
  ]).flatMap(([numA, numB, width]) =>
    (['none', 'relu'] as const).map((activation) => {
      const [a, b] = [normals(1, [numA, width]), normals(2, [numB, width])];
      const expected = new Float32Array(numA * numB * width);
      for (let i = 0; i < expected.length; i++) {
        const pair = Math.floor(i / width);
        const sum = a.data[Math.floor(pair / numB) * width + (i % width)] + b.data[(pair % numB) * width + (i % width)];
        expected[i] = activation === 'relu' ? Math.max(0, sum) : sum;
      }
      return {
        name: `outerAdd [${numA}, ${width}] and [${numB}, ${width}], ${activation}`,
        inputs: [a, b],
        run: (kernels, [a, b]) => [kernels.outerAdd(a, b, activation)],
        expected: [expected],
      } satisfies KernelCase;
    }),
  );
}
