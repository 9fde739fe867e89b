/** Elementwise formulas on WebGPU: one dispatch each, whatever the formula. */
import { type Tensor, tf } from '../../tf';
import { declare, floatBits, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';
import type { Elementwise } from './Elementwise';

/** Elements for each thread: fewer invocations cost a software adapter less, and a GPU does not mind. */
const ELEMENTS = 4;

export function runElementwise(
  runner: GpuRunner,
  definition: Elementwise,
  inputs: Tensor[],
  shape: readonly number[],
  constants: number[] = [],
): Tensor {
  const out = runner.output(shape);
  const size = tf.util.sizeFromShape([...shape]);
  const words = [size];
  Object.values(definition.inputs).forEach((index, i) => {
    // Elements of the output for each element of the input.
    if (index === 'row') words.push(size / inputs[i].size);
    if (index === 'column') words.push(inputs[i].size);
  });
  words.push(...constants.map(floatBits));
  runner.dispatchLinear(shader(definition, constants.length), [...inputs, out], words, Math.ceil(size / ELEMENTS));
  return out;
}

function shader(definition: Elementwise, numConstants: number): Shader {
  return {
    key: `elementwise/${definition.name}/${numConstants}`,
    source: () => {
      const names = Object.keys(definition.inputs);
      const parameters: Record<string, 'u32' | 'f32'> = { size: 'u32' };
      const loads = Object.entries(definition.inputs).map(([name, index]) => {
        if (index === 'row') {
          parameters[`${name}Columns`] = 'u32';
          return `let ${name} = ${name}Data[i / parameters.${name}Columns];`;
        }
        if (index === 'column') {
          parameters[`${name}Size`] = 'u32';
          return `let ${name} = ${name}Data[i % parameters.${name}Size];`;
        }
        return index === 'scalar' ? `let ${name} = ${name}Data[0];` : `let ${name} = ${name}Data[i];`;
      });
      for (let i = 0; i < numConstants; i++) parameters[`c${i}`] = 'f32';
      const bindings = Object.fromEntries([...names.map((name) => [`${name}Data`, 'f32']), ['result', 'out f32']]);
      return `${declare(bindings, parameters)}${LINEAR_MAIN}
  ${Array.from({ length: numConstants }, (_, i) => `let c${i} = parameters.c${i};`).join(' ')}
  for (var i = index * ${ELEMENTS}u; i < min((index + 1u) * ${ELEMENTS}u, parameters.size); i++) {
    ${loads.join('\n    ')}
    result[i] = ${definition.wgsl};
  }
}`;
    },
  };
}
