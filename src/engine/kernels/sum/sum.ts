/** Sums of arrays of equal shapes on WebGPU. */
import type { Handle } from '../../Handle';
import { type Tensor, tf } from '../../tf';
import type { Elementwise } from '../elementwise/Elementwise';
import { runElementwise } from '../elementwise/runElementwise';
import type { Emitter } from '../gpu/GpuKernel';

/** As many as leave room among the eight storage buffers that any adapter binds. */
const MOST = 6;

export function sum(emitter: Emitter, parts: Handle[]): Handle {
  let rest = parts;
  while (rest.length > 1) {
    const some = rest.slice(0, MOST);
    rest = [runElementwise(emitter, sumOf(some.length), some, some[0].shape), ...rest.slice(MOST)];
  }
  return rest[0];
}

function sumOf(count: number): Elementwise {
  const names = Array.from({ length: count }, (_, k) => `x${k}`);
  return {
    name: `sum${count}`,
    inputs: Object.fromEntries(names.map((name) => [name, 'element' as const])),
    wgsl: names.join(' + '),
    tfjs: (inputs: Tensor[]) => tf.addN(inputs),
  };
}
