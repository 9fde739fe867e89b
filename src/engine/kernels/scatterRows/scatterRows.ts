/**
 * Sums rows by id on WebGPU: the gradient of an embedding. Ids that came from the CPU are sorted there (a counting
 * sort, fractions of a millisecond); what is left is a product with a sparse matrix of ones, one row for each row of
 * the table. No float atomics: the order of summation, and so every bit, is the same on each run.
 */
import { type Tensor, tf } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

const COLUMNS = 4;

/** For each row of the table, the positions in `ids` that name it, in order. */
export interface Occurrences {
  /** [numRows + 1] */
  offsets: Int32Array;
  /** [n] */
  positions: Int32Array;
}

export function findOccurrences(ids: Int32Array, numRows: number): Occurrences {
  const offsets = new Int32Array(numRows + 1);
  for (let i = 0; i < ids.length; i++) offsets[ids[i] + 1]++;
  for (let r = 0; r < numRows; r++) offsets[r + 1] += offsets[r];
  const next = offsets.slice(0, numRows);
  const positions = new Int32Array(ids.length);
  for (let i = 0; i < ids.length; i++) positions[next[ids[i]]++] = i;
  return { offsets, positions };
}

/** Sorted ids on the device. The caller disposes. */
export interface DeviceOccurrences {
  offsets: Tensor;
  positions: Tensor;
}

export function uploadOccurrences(ids: Int32Array, numRows: number): DeviceOccurrences {
  const { offsets, positions } = findOccurrences(ids, numRows);
  return { offsets: tf.tensor1d(offsets, 'int32'), positions: tf.tensor1d(positions, 'int32') };
}

/** rows [n, D] -> [numRows, D] */
export function scatterRows(runner: GpuRunner, occurrences: DeviceOccurrences, rows: Tensor, numRows: number): Tensor {
  const dimension = rows.shape[1] as number;
  const quads = Math.ceil(dimension / COLUMNS);
  const out = runner.output([numRows, dimension]);
  const bindings = [occurrences.offsets, occurrences.positions, rows, out];
  runner.dispatchLinear(SHADER, bindings, [numRows, dimension, quads], numRows * quads);
  return out;
}

const SHADER: Shader = {
  key: 'scatterRows',
  source:
    () => `${declare({ offsets: 'i32', positions: 'i32', rows: 'f32', sums: 'out f32' }, { numRows: 'u32', dimension: 'u32', quads: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.numRows * parameters.quads) { return; }
  let row = index / parameters.quads;
  let column = index % parameters.quads * ${COLUMNS}u;
  let last = parameters.dimension - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var sum = vec4f(0.0);
  for (var k = offsets[row]; k < offsets[row + 1u]; k++) {
    let base = u32(positions[k]) * parameters.dimension;
    sum += vec4f(rows[base + c.x], rows[base + c.y], rows[base + c.z], rows[base + c.w]);
  }
  ${[0, 1, 2, 3].map((lane) => `if (column + ${lane}u <= last) { sums[row * parameters.dimension + column + ${lane}u] = sum[${lane}]; }`).join('\n  ')}
}`,
};
