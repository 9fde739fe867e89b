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
  const inFours = dimension % COLUMNS === 0;
  const multiply = (bounds: Tensor, count: number) => {
    const out = runner.output([count, dimension]);
    const bindings = [bounds, columns, values, x, out];
    runner.dispatchLinear(multiplyShader(inFours), bindings, [count, dimension, quads], count * quads);
    return out;
  };
  if (!starts) return multiply(offsets, numRows);
  const partial = multiply(starts, starts.size - 1);
  const out = runner.output([numRows, dimension]);
  runner.dispatchLinear(sumPiecesShader(inFours), [rows, partial, out], [numRows, dimension, quads], numRows * quads);
  return out;
}

const PARAMETERS = { count: 'u32', dimension: 'u32', quads: 'u32' } as const;

/**
 * A thread for four columns of a row; `load` and the result are vectors where rows are whole vectors of four, which
 * saves three of four loads.
 */
function rowShader(
  key: string,
  inFours: boolean,
  bindings: Record<string, string>,
  sumOf: (load: (matrix: string, row: string) => string) => string,
): Shader {
  const kind = inFours ? 'vec4f' : 'f32';
  const load = (matrix: string, row: string) =>
    inFours
      ? `${matrix}[${row} * parameters.quads + quad]`
      : `vec4f(${['x', 'y', 'z', 'w'].map((c) => `${matrix}[${row} * parameters.dimension + c.${c}]`).join(', ')})`;
  const single = [0, 1, 2, 3].map(
    (lane) =>
      `if (column + ${lane}u <= last) { product[row * parameters.dimension + column + ${lane}u] = sum[${lane}]; }`,
  );
  const source = () => `${declare(
    Object.fromEntries(Object.entries(bindings).map(([name, type]) => [name, type.replace('matrix', kind)])),
    PARAMETERS,
  )}${LINEAR_MAIN}
  if (index >= parameters.count * parameters.quads) { return; }
  let row = index / parameters.quads;
  let quad = index % parameters.quads;
  let column = quad * ${COLUMNS}u;
  let last = parameters.dimension - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var sum = vec4f(0.0);
  ${sumOf(load)}
  ${inFours ? 'product[index] = sum;' : single.join('\n  ')}
}`;
  return { key: `${key}/${kind}`, source };
}

const multiplyShader = (inFours: boolean): Shader =>
  rowShader(
    'spmm/multiply',
    inFours,
    { bounds: 'i32', columns: 'i32', values: 'f32', x: 'matrix', product: 'out matrix' },
    (load) => `let end = bounds[row + 1u];
  for (var k = bounds[row]; k < end; k++) { sum += values[k] * ${load('x', 'u32(columns[k])')}; }`,
  );

const sumPiecesShader = (inFours: boolean): Shader =>
  rowShader(
    'spmm/sumPieces',
    inFours,
    { rows: 'i32', partial: 'matrix', product: 'out matrix' },
    (load) => `let end = rows[row + 1u];
  for (var p = rows[row]; p < end; p++) { sum += ${load('partial', 'u32(p)')}; }`,
  );
