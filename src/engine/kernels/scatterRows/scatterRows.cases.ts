import { integers, normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { scatterRowsReference } from './scatterRows.reference';

export function scatterRowsCases(): KernelCase[] {
  const shapes = [
    ...SIZES.flatMap((size) => [
      [size, 9, 5],
      [40, size, 6],
      [70, 6, size],
    ]),
    // one row named 700 times, as padding is
    [700, 1, 5],
  ];
  return shapes.map(([count, numRows, columns]) => {
    const [ids, rows] = [integers(1, [count], numRows), normals(2, [count, columns])];
    return {
      name: `scatterRows [${count}, ${columns}] to ${numRows}`,
      inputs: [ids, rows],
      run: (kernels, [tensor, rows]) => [kernels.scatterRows(tensor, ids.data, rows, numRows)],
      expected: [scatterRowsReference(ids.data, rows.data, numRows, columns)],
    };
  });
}
