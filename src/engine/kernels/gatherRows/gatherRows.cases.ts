import { integers, normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function gatherRowsCases(): KernelCase[] {
  return SIZES.flatMap((size) => [
    [size, 9, 5],
    [5, size, 6],
    [70, 6, size],
  ]).map(([count, numRows, columns]) => {
    const [table, ids] = [normals(1, [numRows, columns]), integers(2, [count], numRows)];
    const expected = new Float32Array(count * columns);
    ids.data.forEach((id, i) => {
      expected.set(table.data.subarray(id * columns, (id + 1) * columns), i * columns);
    });
    return {
      name: `gatherRows ${count} of [${numRows}, ${columns}]`,
      inputs: [table, ids],
      run: (kernels, [table, ids]) => [kernels.gatherRows(table, ids)],
      expected: [expected],
    };
  });
}
