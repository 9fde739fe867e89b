/**
 * Sums rows by id on WebGPU: the gradient of an embedding. Ids that came from the CPU are sorted there (a counting
 * sort, fractions of a millisecond); what is left is a product with a sparse matrix of ones, one row for each row of
 * the table. No float atomics: the order of summation, and so every bit, is the same on each run.
 */
import { type Tensor, tf } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

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
export function scatterRows(runner: GpuRunner, ids: Int32Array, rows: Tensor, numRows: number): Tensor {
  const dimension = rows.shape[1] as number;
  const quads = Math.ceil(dimension / COLUMNS);
  const out = runner.output([numRows, dimension]);
  const occurrences = tf.tensor1d(findOccurrences(ids, numRows), 'int32');
  runner.dispatchLinear(SHADER, [occurrences, rows, out], [numRows, dimension, quads], numRows * quads);
  occurrences.dispose();
  return out;
}

const SHADER: Shader = {
  key: 'scatterRows',
  source:
    () => `${declare({ occurrences: 'i32', rows: 'f32', sums: 'out f32' }, { numRows: 'u32', dimension: 'u32', quads: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.numRows * parameters.quads) { return; }
  let row = index / parameters.quads;
  let column = index % parameters.quads * ${COLUMNS}u;
  let last = parameters.dimension - 1u;
  let c = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(last));
  var sum = vec4f(0.0);
  let positions = i32(parameters.numRows) + 1;
  for (var k = positions + occurrences[row]; k < positions + occurrences[row + 1u]; k++) {
    let base = u32(occurrences[k]) * parameters.dimension;
    sum += vec4f(rows[base + c.x], rows[base + c.y], rows[base + c.z], rows[base + c.w]);
  }
  ${[0, 1, 2, 3].map((lane) => `if (column + ${lane}u <= last) { sums[row * parameters.dimension + column + ${lane}u] = sum[${lane}]; }`).join('\n  ')}
}`,
};
