/**
 * Sums rows by id on WebGPU: the gradient of an embedding. Ids that came from the CPU are sorted there (a counting
 * sort, fractions of a millisecond); what is left is a product with a sparse matrix of ones, one row for each row of
 * the table. No float atomics: the order of summation, and so every bit, is the same on each run.
 */
import type { Handle } from '../../Handle';
import { type Tensor, tf } from '../../tf';
import { type Emitter, type GpuKernel, writeLanes } from '../gpu/GpuKernel';

const COLUMNS = 4;

/**
 * For each row of the table, the positions in `ids` that name it, in order: positions[offsets[r]] up to
 * positions[offsets[r + 1]]. One array, so that it is one upload: numRows + 1 offsets, then the positions.
 */
export function findOccurrences(ids: Int32Array, numRows: number): Int32Array {
  const occurrences = new Int32Array(numRows + 1 + ids.length);
  const offsets = occurrences.subarray(0, numRows + 1);
  const positions = occurrences.subarray(numRows + 1);
  // Counted two places on, so that after summing up, offsets[r + 1] is where row r begins; filling moves it to its end.
  for (let i = 0; i < ids.length; i++) if (ids[i] + 2 <= numRows) offsets[ids[i] + 2]++;
  for (let r = 2; r <= numRows; r++) offsets[r] += offsets[r - 1];
  for (let i = 0; i < ids.length; i++) positions[offsets[ids[i] + 1]++] = i;
  return occurrences;
}

/** ids from the CPU [n], each below numRows; rows [n, D] -> [numRows, D] */
export function scatterRows(emitter: Emitter, ids: Int32Array, rows: Handle, numRows: number): Handle {
  const [, dimension] = rows.shape;
  const found = findOccurrences(ids, numRows);
  // The positions' rows begin here.
  for (let k = numRows + 1; k < found.length; k++) found[k] *= dimension;
  const occurrences = tf.tensor1d(found, 'int32') as Tensor;
  const sums = sumOccurrences(emitter, occurrences, rows, [numRows, dimension]);
  occurrences.dispose();
  return sums;
}

/**
 * Sums by a list of where rows begin: numRows + 1 offsets into the entries behind them, each an index in `rows`.
 * @returns [numRows, D]
 */
export function sumOccurrences(emitter: Emitter, occurrences: Handle, rows: Handle, shape: [number, number]): Handle {
  const [numRows, dimension] = shape;
  const quads = Math.ceil(dimension / COLUMNS);
  const sums = emitter.output(shape);
  emitter.run(SUM_OCCURRENCES, { occurrences, rows }, { sums }, { numRows, dimension, quads }, numRows * quads);
  return sums;
}

export const SUM_OCCURRENCES: GpuKernel = {
  key: 'sumOccurrences',
  inputs: { occurrences: 'i32', rows: 'f32' },
  outputs: ['sums'],
  words: { numRows: 'u32', dimension: 'u32', quads: 'u32' },
  hosts: ['sums'],
  body: (io) => {
    const { read, word } = io;
    return `
  if (index >= ${word('numRows')} * ${word('quads')}) { return; }
  let row = index / ${word('quads')};
  let column = index % ${word('quads')} * ${COLUMNS}u;
  let last = ${word('dimension')} - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var sum = vec4f(0.0);
  let entries = ${word('numRows')} + 1u;
  let end = entries + u32(${read('occurrences', 'row + 1u')});
  for (var k = entries + u32(${read('occurrences', 'row')}); k < end; k++) {
    let base = u32(${read('occurrences', 'k')});
    sum += vec4f(${['x', 'y', 'z', 'w'].map((lane) => read('rows', `base + c.${lane}`)).join(', ')});
  }
  ${writeLanes(io, 'sums', `row * ${word('dimension')} + column`, 'column', 'last', 'sum')}`;
  },
};
