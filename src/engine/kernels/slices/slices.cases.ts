import { normals } from '../../testing/arrays';
import { type KernelCase, SIZES } from '../../testing/KernelCase';

export function slicesCases(): KernelCase[] {
  const rows = 7;
  return SIZES.flatMap((size) => {
    const parts = [normals(1, [rows, size]), normals(2, [rows, 3]), normals(3, [rows, size])];
    const width = 2 * size + 3;
    const whole = new Float32Array(rows * width);
    for (let r = 0; r < rows; r++) {
      let column = r * width;
      for (const { shape, data } of parts) {
        whole.set(data.subarray(r * shape[1], (r + 1) * shape[1]), column);
        column += shape[1];
      }
    }
    const x = normals(4, [size, 5]);
    const padded = new Float32Array((size + 6) * 5);
    padded.set(x.data, 2 * 5);
    return [
      {
        name: `concatColumns [${rows}, ${size}], 3 and ${size}`,
        inputs: parts,
        run: (kernels, inputs) => [kernels.concatColumns(inputs)],
        expected: [whole],
      },
      {
        name: `sliceColumns of [${rows}, ${width}]`,
        inputs: [{ shape: [rows, width], data: whole }],
        run: (kernels, [x]) => [
          kernels.sliceColumns(x, 0, size),
          kernels.sliceColumns(x, size, 3),
          kernels.sliceColumns(x, size + 3, size),
        ],
        expected: parts.map(({ data }) => data),
      },
      {
        name: `sliceRows and padRows of [${size}, 5]`,
        inputs: [x],
        run: (kernels, [x]) => [
          kernels.sliceRows(x, Math.floor(size / 2), 1),
          kernels.sliceRows(x, 0, size),
          kernels.padRows(x, 2, size + 6),
        ],
        expected: [x.data.slice(Math.floor(size / 2) * 5, Math.floor(size / 2) * 5 + 5), x.data, padded],
      },
    ] satisfies KernelCase[];
  });
}
