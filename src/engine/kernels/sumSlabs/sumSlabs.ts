/** The sum of partial sums, in their order: [S, ...] -> [...]. What is left over where work was cut into pieces. */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';

export function sumSlabs(emitter: Emitter, slabs: Handle): Handle {
  const [count, ...shape] = slabs.shape;
  if (count === 1) return slabs.reshape(shape);
  const result = emitter.output(shape);
  emitter.run(SUM_SLABS, { slabs }, { result }, { count, stride: result.size });
  return result;
}

/** In `program/`, Adam adds up the slabs of gradients itself. */
export const SUM_SLABS: GpuKernel = {
  key: 'sumSlabs',
  inputs: { slabs: 'f32' },
  outputs: ['result'],
  words: { count: 'u32', stride: 'u32' },
  // The bound of a loop.
  freshWords: ['count'],
  map: ({ read, word }) => ({
    lines: `var sum = 0.0;
    for (var slab = 0u; slab < ${word('count')}; slab++) { sum += ${read('slabs', `slab * ${word('stride')} + i`)}; }`,
    value: 'sum',
  }),
};
