/**
 * CSR matrix times dense matrix on WebGPU, in a fixed order of summation. A popular item has thousands of entries, and
 * must not keep a single thread busy: on a GPU the threads of a workgroup take turns at the entries of a row, and very
 * long rows are cut into pieces that are summed first. Where threads run one after the other, a row is one loop; with
 * subgroups each lane loads one entry of the row, tells it to the others, and all load that entry's row of the factor
 * from a texture, where they are whole fours.
 */
import type { CsrMatrix } from '@/lib/csr';
import type { Handle } from '../../Handle';
import { type Tensor, tf } from '../../tf';
import { type Emitter, type GpuKernel, type KernelIo, readLanes, WORKGROUP, writeLanes } from '../gpu/GpuKernel';
import { MOST_ELEMENTS } from '../gpu/images';
import type { DeviceCsr } from '../Kernels';

/** Entries of a piece, and of the longest row that is not cut. */
export const PIECE = 128;
const LONGEST_ROW = 8192;
const COLUMNS = 4;
/** Fours of columns that a thread of a subgroup sums, at most. */
const MOST_FOURS = 4;

/** A CSR matrix cut into pieces: piece p sums entries [starts[p], starts[p + 1]) and belongs to one row. */
export interface CsrPieces {
  /** [numPieces + 1] */
  starts: Int32Array;
  /** [numRows + 1]: row r has pieces [rows[r], rows[r + 1]) */
  rows: Int32Array;
}

/** Cuts each row; null where no row is longer than `longestRow`. */
export function cutRows(offsets: Int32Array, longestRow = LONGEST_ROW, piece = PIECE): CsrPieces | null {
  const numRows = offsets.length - 1;
  const rows = new Int32Array(numRows + 1);
  let longest = 0;
  for (let r = 0; r < numRows; r++) {
    const length = offsets[r + 1] - offsets[r];
    longest = Math.max(longest, length);
    rows[r + 1] = rows[r] + Math.ceil(length / piece);
  }
  if (longest <= longestRow) return null;
  const starts = new Int32Array(rows[numRows] + 1);
  let p = 0;
  for (let r = 0; r < numRows; r++) {
    for (let start = offsets[r]; start < offsets[r + 1]; start += piece) starts[p++] = start;
  }
  starts[p] = offsets[numRows];
  return { starts, rows };
}

/**
 * The matrix on the device: offsets, columns, values, and where rows are long the starts and rows of the pieces.
 * @param inPieces false where threads run one after the other anyway: pieces are then only more work
 */
export function uploadCsr(matrix: CsrMatrix, inPieces: boolean): Tensor[] {
  const pieces = inPieces ? cutRows(matrix.offsets) : null;
  const arrays = [matrix.offsets, matrix.columns, matrix.values, ...(pieces ? [pieces.starts, pieces.rows] : [])];
  // WebGPU has no empty buffers: a matrix without entries still has one that is never read.
  return arrays.map((array) => {
    const data = array.length > 0 ? array.slice() : new (array.constructor as Int32ArrayConstructor)(1);
    return tf.tensor1d(data, array instanceof Int32Array ? 'int32' : 'float32');
  });
}

/** Elements of what `uploadCsr` makes, at most, for a matrix of which only sizes are known. */
export function uploadedSizes(
  { numRows, numEntries, longestRow }: { numRows: number; numEntries: number; longestRow: number },
  inPieces: boolean,
): number[] {
  const whole = [numRows + 1, Math.max(1, numEntries), Math.max(1, numEntries)];
  if (!inPieces || longestRow <= LONGEST_ROW) return whole;
  return [...whole, Math.floor(numEntries / PIECE) + numRows + 1, numRows + 1];
}

/**
 * [N, M] x [M, D] -> [N, D]
 * @param tensors what `uploadCsr` made
 */
export function spmm(
  emitter: Emitter,
  { numRows, sliced }: Pick<DeviceCsr, 'numRows' | 'sliced'>,
  tensors: Handle[],
  x: Handle,
): Handle {
  const [, dimension] = x.shape;
  const [offsets, columns, values, starts, rows] = tensors;
  const quads = Math.ceil(dimension / COLUMNS);
  const width = dimension % COLUMNS === 0 ? 4 : 1;
  const multiply = (bounds: Handle, count: number) => {
    const product = emitter.output([count, dimension]);
    const inputs = { bounds, columns, values, x };
    const slices = sliced && bounds === offsets ? Math.max(1, Math.floor(WORKGROUP / quads)) : 1;
    const words = { count, dimension, quads };
    const { subgroup } = emitter.forms;
    if (subgroup && slices === 1 && quads >= subgroup && x.size <= MOST_ELEMENTS) {
      const fours = Math.min(MOST_FOURS, Math.ceil(quads / subgroup));
      const parts = Math.ceil(quads / (subgroup * fours));
      const kernel = together(width, subgroup, fours);
      emitter.run(kernel, inputs, { product }, { ...words, parts, fours }, count * parts * subgroup);
    } else if (slices > 1) emitter.run(SLICED[width], inputs, { product }, { ...words, slices }, count * WORKGROUP);
    else emitter.run(MULTIPLY[width], inputs, { product }, words, count * quads);
    return product;
  };
  if (!starts) return multiply(offsets, numRows);
  const partial = multiply(starts, starts.size - 1);
  const product = emitter.output([numRows, dimension]);
  emitter.run(SUM_PIECES[width], { rows, partial }, { product }, { count: numRows, dimension, quads }, numRows * quads);
  return product;
}

/** Four columns of row `row` of a matrix, from `column`; `columnLines` come before, and make `c`. */
function loadRow(io: KernelIo, width: 1 | 4, matrix: string, row: string, column = 'column', c = 'c'): string {
  const start = `${row} * ${io.word('dimension')}`;
  return width === 4 ? io.read(matrix, `${start} + ${column}`, 4) : readLanes(io, matrix, start, c);
}

/** Stores `sum` as four columns of the product's row `row`. */
function storeRow(io: KernelIo, width: 1 | 4): string {
  const at = `row * ${io.word('dimension')} + column`;
  return width === 4 ? io.write('product', at, 'sum', 4) : writeLanes(io, 'product', at, 'column', 'last', 'sum');
}

/** The four columns from `column`, kept inside: all that is loaded and stored goes by them. */
const columnLines = ({ word }: KernelIo) => `let last = ${word('dimension')} - 1u;
  ${columnsFrom('c', 'column')}
  var sum = vec4f(0.0);`;

const columnsFrom = (c: string, column: string) =>
  `let ${c} = min(vec4u(${column}) + vec4u(0u, 1u, 2u, 3u), vec4u(last));`;

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
      const { word } = io;
      return `
  if (index >= ${word('count')} * ${word('quads')}) { return; }
  let row = index / ${word('quads')};
  let column = index % ${word('quads')} * ${COLUMNS}u;
  ${columnLines(io)}
  ${sumOf(io, (matrix, row) => loadRow(io, width, matrix, row))}
  ${storeRow(io, width)}`;
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

const togetherKernels = new Map<string, GpuKernel>();

/**
 * A subgroup for `fours` times as many fours of a row's columns as it has lanes. No thread leaves before the others of its
 * subgroup.
 */
function together(width: 1 | 4, lanes: number, fours: number): GpuKernel {
  const key = `spmm/together/${width}/${lanes}/${fours}`;
  const known = togetherKernels.get(key);
  if (known) return known;
  const kernel: GpuKernel = {
    key,
    inputs: { bounds: 'i32', columns: 'i32', values: 'f32', x: 'f32' },
    outputs: ['product'],
    words: { count: 'u32', dimension: 'u32', quads: 'u32', parts: 'u32', fours: 'u32' },
    hosts: ['product'],
    subgroups: true,
    images: width === 4 ? ['x'] : [],
    body: (io) => {
      const { read, word } = io;
      const each = (line: (f: number) => string) => Array.from({ length: fours }, (_, f) => line(f)).join('\n  ');
      const entries = Array.from(
        { length: lanes },
        (_, lane) => `{
      let other = subgroupBroadcast(neighbour, ${lane}u);
      let factor = subgroupBroadcast(weight, ${lane}u);
      ${each((f) => `sum${f} += factor * ${loadRow(io, width, 'x', 'other', `column${f}`, `c${f}`)};`)}
    }`,
      );
      return `
  let lane = index % ${lanes}u;
  let part = index / ${lanes}u;
  let row = part / ${word('parts')};
  if (row >= ${word('count')}) { return; }
  let last = ${word('dimension')} - 1u;
  let first = part % ${word('parts')} * ${lanes * fours}u + lane;
  ${each(
    (f) => `let column${f} = min(first + ${lanes * f}u, ${word('quads')} - 1u) * ${COLUMNS}u;
  ${width === 1 ? columnsFrom(`c${f}`, `column${f}`) : ''}
  var sum${f} = vec4f(0.0);`,
  )}
  let end = u32(${read('bounds', 'row + 1u')});
  for (var k = u32(${read('bounds', 'row')}); k < end; k += ${lanes}u) {
    // Beyond the end the last entry again, with weight 0.
    let entry = min(k + lane, end - 1u);
    let neighbour = u32(${read('columns', 'entry')});
    let weight = select(0.0, ${read('values', 'entry')}, k + lane < end);
    ${entries.join('\n    ')}
  }
  var sums = array<vec4f, ${fours}>(${Array.from({ length: fours }, (_, f) => `sum${f}`)});
  for (var f = 0u; f < ${word('fours')}; f++) {
    let column = (first + f * ${lanes}u) * ${COLUMNS}u;
    let sum = sums[f];
    if (column <= last) {
      ${storeRow(io, width)}
    }
  }`;
    },
  };
  togetherKernels.set(key, kernel);
  return kernel;
}

/**
 * A workgroup for each row: thread `slice * quads + quad` sums every `slices`th entry for four columns, and the first
 * slice adds up the others. No thread leaves before the barrier.
 */
const SLICED = both((width) => ({
  key: `spmm/sliced/${width}`,
  inputs: { bounds: 'i32', columns: 'i32', values: 'f32', x: 'f32' },
  outputs: ['product'],
  words: { count: 'u32', dimension: 'u32', quads: 'u32', slices: 'u32' },
  hosts: ['product'],
  functions: `var<workgroup> slicesOfRow: array<vec4f, ${WORKGROUP}>;`,
  body: (io) => {
    const { read, word } = io;
    return `
  let place = index % ${WORKGROUP}u;
  let row = index / ${WORKGROUP}u;
  let inside = row < ${word('count')};
  let quad = place % ${word('quads')};
  let slice = place / ${word('quads')};
  let column = quad * ${COLUMNS}u;
  ${columnLines(io)}
  if (inside && slice < ${word('slices')}) {
    let end = u32(${read('bounds', 'row + 1u')});
    for (var k = u32(${read('bounds', 'row')}) + slice; k < end; k += ${word('slices')}) {
      let neighbour = u32(${read('columns', 'k')});
      sum += ${read('values', 'k')} * ${loadRow(io, width, 'x', 'neighbour')};
    }
  }
  slicesOfRow[place] = sum;
  workgroupBarrier();
  if (inside && slice == 0u) {
    for (var s = 1u; s < ${word('slices')}; s++) { sum += slicesOfRow[s * ${word('quads')} + quad]; }
    ${writeLanes(io, 'product', `row * ${word('dimension')} + column`, 'column', 'last', 'sum')}
  }`;
  },
}));

const SUM_PIECES = both((width) =>
  rowKernel(
    'spmm/sumPieces',
    width,
    { rows: 'i32', partial: 'f32' },
    ({ read }, load) => `let end = u32(${read('rows', 'row + 1u')});
  for (var p = u32(${read('rows', 'row')}); p < end; p++) { sum += ${load('partial', 'p')}; }`,
  ),
);
