import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { matmulReference } from './matmul.reference';

/** Each axis in turn has each size: rows, inner and columns with and without a remainder of four, both transpositions. */
export function matmulCases(): KernelCase[] {
  const cases: KernelCase[] = [];
  const shapes = [
    ...SIZES.flatMap((size): [number, number, number][] => [
      [size, 12, 8],
      [9, size, 8],
      [8, 12, size],
      [size, size, size],
    ]),
    // halves of four along each axis, and a common hidden size
    [6, 10, 14] as [number, number, number],
    [66, 50, 82] as [number, number, number],
    // more than one workgroup each way
    [130, 20, 200] as [number, number, number],
    // long inner axes, summed in pieces: of 64, of an odd length, and a prime length that cannot be cut
    [50, 1280, 50] as [number, number, number],
    [7, 1155, 1] as [number, number, number],
    [5, 1021, 6] as [number, number, number],
  ];
  for (const [rows, inner, columns] of shapes) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = normals(1, transposeA ? [inner, rows] : [rows, inner]);
        const b = normals(2, transposeB ? [columns, inner] : [inner, columns]);
        const at = (i: number, k: number) => a.data[transposeA ? k * rows + i : i * inner + k];
        const bt = (k: number, j: number) => b.data[transposeB ? j * inner + k : k * columns + j];
        cases.push({
          name: `matmul ${rows}x${inner}x${columns}${transposeA ? ' A^T' : ''}${transposeB ? ' B^T' : ''}`,
          inputs: [a, b],
          run: (kernels, [a, b]) => [kernels.matmul(a, b, { transposeA, transposeB })],
          expected: [matmulReference([rows, inner, columns], at, bt)],
        });
      }
    }
  }
  for (const columns of [7, 8]) {
    const [a, b, bias] = [normals(1, [10, 9]), normals(2, [9, columns]), normals(3, [columns])];
    cases.push({
      name: `matmul with bias and ReLU, ${columns} columns`,
      inputs: [a, b, bias],
      run: (kernels, [a, b, bias]) => [kernels.matmul(a, b, { bias, activation: 'relu' })],
      expected: [
        matmulReference(
          [10, 9, columns],
          (i, k) => a.data[i * 9 + k],
          (k, j) => b.data[k * columns + j],
          bias.data,
          true,
        ),
      ],
    });
  }
  return cases;
}
