/** activation(a[i] + b[j]) for all pairs on WebGPU: a [B, H], b [I, H] -> [B, I, H] */
import type { Tensor } from '../../tf';
import type { Activation } from '../../types';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

export function outerAdd(runner: GpuRunner, a: Tensor, b: Tensor, activation: Activation): Tensor {
  const [numA, width] = a.shape as [number, number];
  const numB = b.shape[0] as number;
  const out = runner.output([numA, numB, width]);
  runner.dispatchLinear(shader(activation), [a, b, out], [numA, numB, width], numA * numB);
  return out;
}

/** One thread for each pair. */
const shader = (activation: Activation): Shader => ({
  key: `outerAdd/${activation}`,
  source:
    () => `${declare({ a: 'f32', b: 'f32', sums: 'out f32' }, { numA: 'u32', numB: 'u32', width: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.numA * parameters.numB) { return; }
  let aStart = index / parameters.numB * parameters.width;
  let bStart = index % parameters.numB * parameters.width;
  for (var i = 0u; i < parameters.width; i++) {
    let sum = a[aStart + i] + b[bStart + i];
    sums[index * parameters.width + i] = ${activation === 'relu' ? 'max(sum, 0.0)' : 'sum'};
  }
}`,
});
