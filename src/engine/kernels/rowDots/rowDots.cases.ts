import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function rowDotsCases(): KernelCase[] {
  return SIZES.flatMap((size) => [
    [size, 5],
    [5, size],
  ]).map(([rows, columns]) => {
    const [a, b] = [normals(1, [rows, columns]), normals(2, [rows, columns])];
    return {
      name: `rowDots [${rows}, ${columns}]`,
      inputs: [a, b],
      run: (kernels, [a, b]) => [kernels.rowDots(a, b)],
      expected: [rowDotsReference(a.data, b.data, columns)],
    };
  });
}

/** [R, D], [R, D] -> [R] */
function rowDotsReference(a: Float32Array, b: Float32Array, columns: number): Float32Array {
  const dots = new Float64Array(a.length / columns);
  for (let i = 0; i < a.length; i++) dots[Math.floor(i / columns)] += a[i] * b[i];
  return Float32Array.from(dots);
}
