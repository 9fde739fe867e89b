/** Sums of columns on WebGPU, in blocks of rows: a fixed order, so the same bits on every run. */
import type { Tensor } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

/** Rows that one thread adds up. */
const BLOCK = 64;

/** [R, C] -> [C] */
export function columnSums(runner: GpuRunner, x: Tensor): Tensor {
  const [numRows, numColumns] = x.shape as [number, number];
  let sums = x;
  let rows = numRows;
  while (rows > 1 || sums === x) {
    const blocks = Math.max(1, Math.ceil(rows / BLOCK));
    const partial = runner.output([blocks, numColumns]);
    runner.dispatchLinear(SHADER, [sums, partial], [rows, numColumns, blocks], blocks * numColumns);
    sums = partial;
    rows = blocks;
  }
  return sums.reshape([numColumns]);
}

const SHADER: Shader = {
  key: 'columnSums',
  source: () => `${declare({ x: 'f32', sums: 'out f32' }, { rows: 'u32', columns: 'u32', blocks: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.blocks * parameters.columns) { return; }
  let block = index / parameters.columns;
  let column = index % parameters.columns;
  var sum = 0.0;
  for (var row = block * ${BLOCK}u; row < min((block + 1u) * ${BLOCK}u, parameters.rows); row++) {
    sum += x[row * parameters.columns + column];
  }
  sums[index] = sum;
}`,
};
