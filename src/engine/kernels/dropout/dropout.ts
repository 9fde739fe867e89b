/** Dropout on WebGPU: the bits of dropoutBits.ts, drawn where they are used. */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';
import type { DropoutKey } from '../Kernels';
import { dropThreshold } from './dropoutBits';

export function dropout(emitter: Emitter, x: Handle, rate: number, { first, second }: DropoutKey): Handle {
  const result = emitter.output(x.shape);
  const words = { first, second, threshold: dropThreshold(rate), factor: 1 / (1 - rate) };
  emitter.run(DROPOUT, { x }, { result }, words);
  return result;
}

/** `mix` of dropoutBits.ts in WGSL. */
export const MIX32 = `
fn mix32(word: u32) -> u32 {
  var hash = word;
  hash = (hash ^ (hash >> 16u)) * 0x85ebca6bu;
  hash = (hash ^ (hash >> 13u)) * 0xc2b2ae35u;
  return hash ^ (hash >> 16u);
}`;

const DROPOUT: GpuKernel = {
  key: 'dropout',
  inputs: { x: 'f32' },
  outputs: ['result'],
  words: { first: 'u32', second: 'u32', threshold: 'u32', factor: 'f32' },
  freshWords: ['first', 'second'],
  functions: MIX32,
  inlineInputs: ['x'],
  elementInputs: ['x'],
  map: ({ read, word }) => ({
    lines: `let bits = mix32(mix32(i + ${word('first')}) ^ ${word('second')});`,
    value: `select(0.0, ${read('x', 'i')} * ${word('factor')}, bits >= ${word('threshold')})`,
  }),
};
