/** Rows of a table on WebGPU; ids are read as the integers they are. table [V, D], ids int32 [n] -> [n, D] */
import type { Tensor } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

/** Columns for each thread. */
const COLUMNS = 4;

export function gatherRows(runner: GpuRunner, table: Tensor, ids: Tensor): Tensor {
  const [numRows, columns] = table.shape as [number, number];
  const out = runner.output([ids.size, columns]);
  const quads = Math.ceil(columns / COLUMNS);
  runner.dispatchLinear(SHADER, [table, ids, out], [ids.size, numRows, columns, quads], ids.size * quads);
  return out;
}

const SHADER: Shader = {
  key: 'gatherRows',
  source:
    () => `${declare({ table: 'f32', ids: 'i32', rows: 'out f32' }, { count: 'u32', numRows: 'u32', columns: 'u32', quads: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.count * parameters.quads) { return; }
  let row = index / parameters.quads;
  let first = index % parameters.quads * ${COLUMNS}u;
  let id = u32(ids[row]);
  for (var column = first; column < min(first + ${COLUMNS}u, parameters.columns); column++) {
    // Ids that came from the CPU were checked there; others read zeros rather than another row.
    rows[row * parameters.columns + column] = select(0.0, table[id * parameters.columns + column], id < parameters.numRows);
  }
}`,
};
