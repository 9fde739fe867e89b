/** Dot products of rows on WebGPU, one thread a row: [R, D], [R, D] -> [R] */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';

export function rowDots(emitter: Emitter, a: Handle, b: Handle): Handle {
  const [rows, columns] = a.shape;
  const dots = emitter.output([rows]);
  emitter.run(ROW_DOTS, { a, b }, { dots }, { rows, columns }, rows);
  return dots;
}

const ROW_DOTS: GpuKernel = {
  key: 'rowDots',
  inputs: { a: 'f32', b: 'f32' },
  outputs: ['dots'],
  words: { rows: 'u32', columns: 'u32' },
  inlineInputs: ['a', 'b'],
  hosts: ['dots'],
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let start = index * ${word('columns')};
  var sum = 0.0;
  for (var i = start; i < start + ${word('columns')}; i++) {
    sum += ${read('a', 'i')} * ${read('b', 'i')};
  }
  ${write('dots', 'index', 'sum')}`,
};
