/** Dropout on WebGPU: the bits of dropoutBits.ts, drawn where they are used. */
import type { Tensor } from '../../tf';
import { declare, floatBits, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';
import type { DropoutKey } from '../Kernels';
import { dropThreshold } from './dropoutBits';

const ELEMENTS = 4;

export function dropout(runner: GpuRunner, x: Tensor, rate: number, key: DropoutKey): Tensor {
  const out = runner.output(x.shape);
  const words = [x.size, key.first, key.second, dropThreshold(rate), floatBits(1 / (1 - rate))];
  runner.dispatchLinear(SHADER, [x, out], words, Math.ceil(x.size / ELEMENTS));
  return out;
}

const SHADER: Shader = {
  key: 'dropout',
  freshParameters: true,
  source: () => `
fn mix32(word: u32) -> u32 {
  var hash = word;
  hash = (hash ^ (hash >> 16u)) * 0x85ebca6bu;
  hash = (hash ^ (hash >> 13u)) * 0xc2b2ae35u;
  return hash ^ (hash >> 16u);
}
${declare({ x: 'f32', kept: 'out f32' }, { size: 'u32', first: 'u32', second: 'u32', threshold: 'u32', factor: 'f32' })}${LINEAR_MAIN}
  for (var i = index * ${ELEMENTS}u; i < min((index + 1u) * ${ELEMENTS}u, parameters.size); i++) {
    let bits = mix32(mix32(i + parameters.first) ^ parameters.second);
    kept[i] = select(0.0, x[i] * parameters.factor, bits >= parameters.threshold);
  }
}`,
};
