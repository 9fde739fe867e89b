import type { CsrMatrix } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';
import { spmmReference } from './spmm.reference';

export function spmmCases(): KernelCase[] {
  const matrices = [
    ...SIZES.map((size) => ({ matrix: randomCsr(size, size, 0.2), dimension: 5 })),
    ...SIZES.map((size) => ({ matrix: randomCsr(20, 30, 0.3), dimension: size })),
    // rows of all lengths, and one that is cut into pieces
    { matrix: csrOfLengths([0, 1, 128, 129, 600, 0], 700), dimension: 6 },
    { matrix: csrOfLengths([0, 1, 128, 129, 600, 0], 700), dimension: 8 },
    { matrix: csrOfLengths([0, 1, 8193, 5, 0], 700), dimension: 6 },
    { matrix: csrOfLengths([0, 1, 8193, 5, 0], 700), dimension: 8 },
    { matrix: csrOfLengths([3, 0, 70], 40), dimension: 300 },
    // a factor that fills a line of a texture (`gpu/images.ts`), and one that needs a second
    { matrix: csrOfLengths([40, 3], 512), dimension: 64 },
    { matrix: csrOfLengths([0, 1, 128, 129, 600, 0], 700), dimension: 64 },
    { matrix: csrOfLengths([0, 0, 0], 4), dimension: 3 },
  ];
  return matrices.map(({ matrix, dimension }) => {
    const x = normals(2, [matrix.numColumns, dimension]);
    return {
      name: `spmm [${matrix.numRows}, ${matrix.numColumns}] with ${matrix.values.length} entries, ${dimension} columns`,
      inputs: [x],
      run(kernels, [x]) {
        const device = kernels.uploadCsr(matrix);
        const product = kernels.spmm(device, x);
        for (const tensor of device.tensors) tensor.dispose();
        return [product];
      },
      expected: [spmmReference(matrix, x.data, dimension)],
    };
  });
}

function randomCsr(numRows: number, numColumns: number, density: number): CsrMatrix {
  const random = randomStream(3, 'init');
  // every fifth row is empty
  const lengths = Array.from({ length: numRows }, (_, r) =>
    r % 5 === 4 ? 0 : Math.ceil(numColumns * density * random.uniform()),
  );
  return csrOfLengths(lengths, numColumns);
}

/** Columns may repeat within a row: they add up. */
function csrOfLengths(lengths: number[], numColumns: number): CsrMatrix {
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, r) => {
    offsets[r + 1] = offsets[r] + length;
  });
  const random = randomStream(4, 'init');
  const total = offsets[lengths.length];
  return {
    numRows: lengths.length,
    numColumns,
    offsets,
    columns: Int32Array.from({ length: total }, () => random.integer(numColumns)),
    values: Float32Array.from({ length: total }, () => random.normal()),
  };
}
