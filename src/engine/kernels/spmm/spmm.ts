/**
 * CSR matrix times dense matrix on WebGPU. Each thread sums one piece of a row for four columns; rows longer than a
 * piece are summed piece by piece first and the pieces then in order, so that one popular item does not keep a single
 * thread busy, and the order of summation is fixed.
 */
import type { CsrMatrix } from '@/lib/csr';
import type { Handle } from '../../Handle';
import { type Tensor, tf } from '../../tf';
import { type Emitter, type GpuKernel, type KernelIo, readLanes, writeLanes } from '../gpu/GpuKernel';

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

/**
 * [N, M] x [M, D] -> [N, D]
 * @param tensors what `uploadCsr` made
 */
export function spmm(emitter: Emitter, tensors: Handle[], numRows: number, x: Handle): Handle {
  const [, dimension] = x.shape;
  const [offsets, columns, values, starts, rows] = tensors;
  const quads = Math.ceil(dimension / COLUMNS);
  const inFours = dimension % COLUMNS === 0;
  const multiply = (bounds: Handle, count: number) => {
    const product = emitter.output([count, dimension]);
    const inputs = { bounds, columns, values, x };
    emitter.run(MULTIPLY[inFours ? 4 : 1], inputs, { product }, { count, dimension, quads }, count * quads);
    return product;
  };
  if (!starts) return multiply(offsets, numRows);
  const partial = multiply(starts, starts.size - 1);
  const product = emitter.output([numRows, dimension]);
  const words = { count: numRows, dimension, quads };
  emitter.run(SUM_PIECES[inFours ? 4 : 1], { rows, partial }, { product }, words, numRows * quads);
  return product;
}

/** A thread for four columns of a row; rows that are whole vectors of four are loaded as such. */
function rowKernel(
  key: string,
  width: 1 | 4,
  inputs: GpuKernel['inputs'],
  sumOf: (io: KernelIo, load: (matrix: string, row: string) => string) => string,
): GpuKernel {
  return {
    key: `${key}/${width}`,
    inputs,
    outputs: ['product'],
    words: { count: 'u32', dimension: 'u32', quads: 'u32' },
    hosts: ['product'],
    body: (io) => {
      const { read, write, word } = io;
      const load = (matrix: string, row: string) =>
        width === 4
          ? read(matrix, `${row} * ${word('dimension')} + column`, 4)
          : readLanes(io, matrix, `${row} * ${word('dimension')}`);
      return `
  if (index >= ${word('count')} * ${word('quads')}) { return; }
  let row = index / ${word('quads')};
  let column = index % ${word('quads')} * ${COLUMNS}u;
  let last = ${word('dimension')} - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var sum = vec4f(0.0);
  ${sumOf(io, load)}
  ${width === 4 ? write('product', `4u * index`, 'sum', 4) : writeLanes(io, 'product', `row * ${word('dimension')} + column`, 'column', 'last', 'sum')}`;
    },
  };
}

const both = (make: (width: 1 | 4) => GpuKernel) => ({ 1: make(1), 4: make(4) });

const MULTIPLY = both((width) =>
  rowKernel(
    'spmm/multiply',
    width,
    { bounds: 'i32', columns: 'i32', values: 'f32', x: 'f32' },
    ({ read }, load) => `let end = u32(${read('bounds', 'row + 1u')});
  for (var k = u32(${read('bounds', 'row')}); k < end; k++) {
    let neighbour = u32(${read('columns', 'k')});
    sum += ${read('values', 'k')} * ${load('x', 'neighbour')};
  }`,
  ),
);

const SUM_PIECES = both((width) =>
  rowKernel(
    'spmm/sumPieces',
    width,
    { rows: 'i32', partial: 'f32' },
    ({ read }, load) => `let end = u32(${read('rows', 'row + 1u')});
  for (var p = u32(${read('rows', 'row')}); p < end; p++) { sum += ${load('partial', 'p')}; }`,
  ),
);
