import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { layerNormGradientReference, layerNormReference } from './layerNorm.reference';

const EPSILON = 1e-5;

export function layerNormCases(): KernelCase[] {
  return (
    SIZES.flatMap((size) => [
      [size, 6],
      [7, size],
    ])
      // a single column is all zeros after subtracting its mean, and rounding is all there is to its gradient
      .filter(([, columns]) => columns > 1)
      .map(([rows, columns]) => {
        const [x, gain, bias, dy] = [
          normals(1, [rows, columns]),
          normals(2, [columns]),
          normals(3, [columns]),
          normals(4, [rows, columns]),
        ];
        const gradient = layerNormGradientReference(dy.data, x.data, gain.data, EPSILON);
        return {
          name: `layerNorm [${rows}, ${columns}]`,
          inputs: [x, gain, bias, dy],
          run(kernels, [x, gain, bias, dy]) {
            const { y, stats } = kernels.layerNorm(x, gain, bias, EPSILON);
            const { dx, dGain, dBias } = kernels.layerNormGradient(dy, x, gain, stats);
            return [y, dx, dGain, dBias];
          },
          expected: [layerNormReference(x.data, gain.data, bias.data, EPSILON), ...gradient],
        };
      })
  );
}
