import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function columnSumsCases(): KernelCase[] {
  // 64 * 64 + 1 rows need a third round of blocks
  const shapes = [
    ...SIZES.flatMap((size) => [
      [size, 3],
      [7, size],
    ]),
    [4097, 1],
    [4097, 2],
    [256, 128],
  ];
  return shapes.map(([rows, columns]) => {
    const x = normals(1, [rows, columns]);
    return {
      name: `columnSums [${rows}, ${columns}]`,
      inputs: [x],
      run: (kernels, [x]) => [kernels.columnSums(x)],
      expected: [columnSumsReference(x.data, columns)],
    };
  });
}

/** [R, C] -> [C] */
function columnSumsReference(x: Float32Array, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < x.length; i++) sums[i % columns] += x[i];
  return Float32Array.from(sums);
}
