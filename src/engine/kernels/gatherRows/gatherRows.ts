/** Rows of a table on WebGPU; ids are read as the integers they are. table [V, D], ids int32 [n] -> [n, D] */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';

export function gatherRows(emitter: Emitter, table: Handle, ids: Handle): Handle {
  const [numRows, columns] = table.shape;
  const result = emitter.output([ids.size, columns]);
  emitter.run(GATHER_ROWS, { table, ids }, { result }, { numRows, columns });
  return result;
}

const GATHER_ROWS: GpuKernel = {
  key: 'gatherRows',
  inputs: { table: 'f32', ids: 'i32' },
  outputs: ['result'],
  words: { numRows: 'u32', columns: 'u32' },
  cheap: true,
  map: ({ read, word }) => ({
    lines: `let id = u32(${read('ids', `i / ${word('columns')}`)});`,
    // Ids that came from the CPU were checked there; others read zeros rather than another row.
    value: `select(0.0, ${read('table', `min(id, ${word('numRows')} - 1u) * ${word('columns')} + i % ${word('columns')}`)}, id < ${word('numRows')})`,
  }),
};
