/** activation(a[i] + b[j]) for all pairs on WebGPU: a [B, H], b [I, H] -> [B, I, H] */
import type { Handle } from '../../Handle';
import type { Activation } from '../../types';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';

export function outerAdd(emitter: Emitter, a: Handle, b: Handle, activation: Activation): Handle {
  const [numA, width] = a.shape;
  const [numB] = b.shape;
  const sums = emitter.output([numA, numB, width]);
  emitter.run(KERNELS[activation], { a, b }, { sums }, { numA, numB, width }, numA * numB);
  return sums;
}

/** One thread for each pair. */
const kernel = (activation: Activation): GpuKernel => ({
  key: `outerAdd/${activation}`,
  inputs: { a: 'f32', b: 'f32' },
  outputs: ['sums'],
  words: { numA: 'u32', numB: 'u32', width: 'u32' },
  body: ({ read, write, word }) => `
  if (index >= ${word('numA')} * ${word('numB')}) { return; }
  let aStart = index / ${word('numB')} * ${word('width')};
  let bStart = index % ${word('numB')} * ${word('width')};
  for (var i = 0u; i < ${word('width')}; i++) {
    let sum = ${read('a', 'aStart + i')} + ${read('b', 'bStart + i')};
    ${write('sums', `index * ${word('width')} + i`, activation === 'relu' ? 'max(sum, 0.0)' : 'sum')}
  }`,
});
const KERNELS: Record<Activation, GpuKernel> = { none: kernel('none'), relu: kernel('relu') };
