/** Sums of columns on WebGPU, in blocks of rows and then over the blocks: a fixed order, so the same bits on every run. */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';
import { sumSlabs } from '../sumSlabs/sumSlabs';

/** Rows that one thread adds up: at least so many, and not so few that adding up the blocks takes longer. */
const SHORTEST_BLOCK = 32;

export function blockLength(rows: number): number {
  return Math.max(SHORTEST_BLOCK, Math.ceil(Math.sqrt(rows)));
}

/** [R, C] -> [C] */
export function columnSums(emitter: Emitter, x: Handle): Handle {
  const [rows, columns] = x.shape;
  const length = blockLength(rows);
  const blocks = Math.max(1, Math.ceil(rows / length));
  const sums = emitter.output([blocks, columns]);
  emitter.run(BLOCK_SUMS, { x }, { sums }, { rows, columns, blocks, length }, blocks * columns);
  return sumSlabs(emitter, sums).reshape([columns]);
}

const BLOCK_SUMS: GpuKernel = {
  key: 'columnSums',
  inputs: { x: 'f32' },
  outputs: ['sums'],
  words: { rows: 'u32', columns: 'u32', blocks: 'u32', length: 'u32' },
  inlineInputs: ['x'],
  body: ({ read, write, word }) => `
  if (index >= ${word('blocks')} * ${word('columns')}) { return; }
  let block = index / ${word('columns')};
  let column = index % ${word('columns')};
  var sum = 0.0;
  for (var row = block * ${word('length')}; row < min((block + 1u) * ${word('length')}, ${word('rows')}); row++) {
    sum += ${read('x', `row * ${word('columns')} + column`)};
  }
  ${write('sums', 'index', 'sum')}`,
};
