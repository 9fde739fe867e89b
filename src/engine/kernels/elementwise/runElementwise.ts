/** Elementwise formulas on WebGPU: one dispatch each, whatever the formula. */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';
import type { Elementwise } from './Elementwise';

export function runElementwise(
  emitter: Emitter,
  definition: Elementwise,
  inputs: Handle[],
  shape: readonly number[],
  constants: number[] = [],
): Handle {
  const result = emitter.output(shape);
  const words: Record<string, number> = {};
  Object.entries(definition.inputs).forEach(([name, index], i) => {
    // Elements of the output for each element of the input.
    if (index === 'row') words[`${name}Columns`] = result.size / inputs[i].size;
    if (index === 'column') words[`${name}Size`] = inputs[i].size;
  });
  constants.forEach((constant, i) => {
    words[`c${i}`] = constant;
  });
  const names = Object.keys(definition.inputs);
  const named = Object.fromEntries(inputs.map((input, i) => [names[i], input]));
  emitter.run(kernelOf(definition, constants.length), named, { result }, words);
  return result;
}

const kernels = new Map<string, GpuKernel>();

function kernelOf(definition: Elementwise, numConstants: number): GpuKernel {
  const key = `elementwise/${definition.name}/${numConstants}`;
  const known = kernels.get(key);
  if (known) return known;
  const words: GpuKernel['words'] = {};
  for (const [name, index] of Object.entries(definition.inputs)) {
    if (index === 'row') words[`${name}Columns`] = 'u32';
    if (index === 'column') words[`${name}Size`] = 'u32';
  }
  for (let i = 0; i < numConstants; i++) words[`c${i}`] = 'f32';
  const elements = Object.entries(definition.inputs)
    .filter(([, index]) => index === 'element')
    .map(([name]) => name);
  const kernel: GpuKernel = {
    key,
    inputs: Object.fromEntries(Object.keys(definition.inputs).map((name) => [name, 'f32' as const])),
    outputs: ['result'],
    words,
    // Others are read again for each row or column.
    inlineInputs: elements,
    elementInputs: elements,
    map: ({ read, word }) => {
      const loads = Object.entries(definition.inputs).map(([name, index]) => {
        if (index === 'row') return `let ${name} = ${read(name, `i / ${word(`${name}Columns`)}`)};`;
        if (index === 'column') return `let ${name} = ${read(name, `i % ${word(`${name}Size`)}`)};`;
        return `let ${name} = ${read(name, index === 'scalar' ? '0u' : 'i')};`;
      });
      for (let i = 0; i < numConstants; i++) loads.push(`let c${i} = ${word(`c${i}`)};`);
      return { lines: loads.join('\n    '), value: definition.wgsl };
    },
  };
  kernels.set(key, kernel);
  return kernel;
}
