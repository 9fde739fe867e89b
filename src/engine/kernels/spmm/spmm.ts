/**
 * CSR matrix times dense matrix on WebGPU. Each thread sums one piece of a row for four columns; rows longer than a
 * piece are summed piece by piece first and the pieces then in order, so that one popular item does not keep a single
 * thread busy, and the order of summation is fixed.
 */
import type { CsrMatrix } from '@/lib/csr';
import { type Tensor, tf } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

/** Entries of a row that one thread sums. */
export const PIECE = 128;
const COLUMNS = 4;

/** A CSR matrix cut into pieces: piece p sums entries [starts[p], starts[p + 1]) and belongs to one row. */
export interface CsrPieces {
  /** [numPieces + 1] */
  starts: Int32Array;
  /** [numRows + 1]: row r has pieces [rows[r], rows[r + 1]) */
  rows: Int32Array;
}

/** Cuts each row; null where no row is longer than a piece. */
export function cutRows(offsets: Int32Array, piece = PIECE): CsrPieces | null {
  const numRows = offsets.length - 1;
  const rows = new Int32Array(numRows + 1);
  let longest = 0;
  for (let r = 0; r < numRows; r++) {
    const length = offsets[r + 1] - offsets[r];
    longest = Math.max(longest, length);
    rows[r + 1] = rows[r] + Math.ceil(length / piece);
  }
  if (longest <= piece) return null;
  const starts = new Int32Array(rows[numRows] + 1);
  let p = 0;
  for (let r = 0; r < numRows; r++) {
    for (let start = offsets[r]; start < offsets[r + 1]; start += piece) starts[p++] = start;
  }
  starts[p] = offsets[numRows];
  return { starts, rows };
}

/** The matrix on the device: offsets, columns, values, and where rows are long the starts and rows of the pieces. */
export function uploadCsr(matrix: CsrMatrix): Tensor[] {
  const pieces = cutRows(matrix.offsets);
  const arrays = [matrix.offsets, matrix.columns, matrix.values, ...(pieces ? [pieces.starts, pieces.rows] : [])];
  // WebGPU has no empty buffers: a matrix without entries still has one that is never read.
  return arrays.map((array) => {
    const data = array.length > 0 ? array.slice() : new (array.constructor as Int32ArrayConstructor)(1);
    return tf.tensor1d(data, array instanceof Int32Array ? 'int32' : 'float32');
  });
}

/** [N, M] x [M, D] -> [N, D] */
export function spmm(runner: GpuRunner, tensors: Tensor[], numRows: number, x: Tensor): Tensor {
  const dimension = x.shape[1] as number;
  const [offsets, columns, values, starts, rows] = tensors;
  const quads = Math.ceil(dimension / COLUMNS);
  const multiply = (bounds: Tensor, count: number) => {
    const out = runner.output([count, dimension]);
    runner.dispatchLinear(MULTIPLY, [bounds, columns, values, x, out], [count, dimension, quads], count * quads);
    return out;
  };
  if (!starts) return multiply(offsets, numRows);
  const partial = multiply(starts, starts.size - 1);
  const out = runner.output([numRows, dimension]);
  runner.dispatchLinear(SUM_PIECES, [rows, partial, out], [numRows, dimension, quads], numRows * quads);
  return out;
}

const PARAMETERS = { count: 'u32', dimension: 'u32', quads: 'u32' } as const;

const threadOf = (sum: string, store: (lane: number) => string) => `
  if (index >= parameters.count * parameters.quads) { return; }
  let row = index / parameters.quads;
  let column = index % parameters.quads * ${COLUMNS}u;
  let last = parameters.dimension - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var sum = vec4f(0.0);
  ${sum}
  ${[0, 1, 2, 3].map(store).join('\n  ')}
}`;

const store = (name: string) => (lane: number) =>
  `if (column + ${lane}u <= last) { ${name}[row * parameters.dimension + column + ${lane}u] = sum[${lane}]; }`;

const MULTIPLY: Shader = {
  key: 'spmm/multiply',
  source: () =>
    `${declare({ bounds: 'i32', columns: 'i32', values: 'f32', x: 'f32', product: 'out f32' }, PARAMETERS)}${LINEAR_MAIN}${threadOf(
      `for (var k = bounds[row]; k < bounds[row + 1u]; k++) {
    let base = u32(columns[k]) * parameters.dimension;
    sum += values[k] * vec4f(x[base + c.x], x[base + c.y], x[base + c.z], x[base + c.w]);
  }`,
      store('product'),
    )}`,
};

const SUM_PIECES: Shader = {
  key: 'spmm/sumPieces',
  source: () =>
    `${declare({ rows: 'i32', partial: 'f32', product: 'out f32' }, PARAMETERS)}${LINEAR_MAIN}${threadOf(
      `for (var p = rows[row]; p < rows[row + 1u]; p++) {
    let base = u32(p) * parameters.dimension;
    sum += vec4f(partial[base + c.x], partial[base + c.y], partial[base + c.z], partial[base + c.w]);
  }`,
      store('product'),
    )}`,
};
