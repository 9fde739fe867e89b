/**
 * Layer norm on WebGPU: one thread a row for the norm and its gradient, blocks of rows for gain and bias. Elements of a
 * row are loaded four or two at a time where its length allows it.
 */
import type { Handle } from '../../Handle';
import { blockLength } from '../columnSums/columnSums';
import { type Emitter, type GpuKernel, VECTOR, type Width, widthOf } from '../gpu/GpuKernel';
import { sumSlabs } from '../sumSlabs/sumSlabs';

/** x [R, D], gain [D], bias [D] -> y [R, D], stats [R, 2]: mean and 1 / root of each row */
export function layerNorm(
  emitter: Emitter,
  x: Handle,
  gain: Handle,
  bias: Handle,
  epsilon: number,
): { y: Handle; stats: Handle } {
  const [rows, columns] = x.shape;
  const y = emitter.output([rows, columns]);
  const stats = emitter.output([rows, 2]);
  emitter.run(FORWARD[widthOf(columns)], { x, gain, bias }, { y, stats }, { rows, columns, epsilon }, rows);
  return { y, stats };
}

/** Gradients of x [R, D], gain [D] and bias [D]. */
export function layerNormGradient(
  emitter: Emitter,
  dy: Handle,
  x: Handle,
  gain: Handle,
  stats: Handle,
): { dx: Handle; dGain: Handle; dBias: Handle } {
  const [rows, columns] = x.shape;
  const dx = emitter.output([rows, columns]);
  emitter.run(BACKWARD[widthOf(columns)], { dy, x, gain, stats }, { dx }, { rows, columns }, rows);
  const length = blockLength(rows);
  const blocks = Math.ceil(rows / length);
  const dGain = emitter.output([blocks, columns]);
  const dBias = emitter.output([blocks, columns]);
  const words = { rows, columns, blocks, length };
  emitter.run(GAIN_AND_BIAS, { dy, x, stats }, { dGain, dBias }, words, blocks * columns);
  return { dx, dGain: sumSlabs(emitter, dGain), dBias: sumSlabs(emitter, dBias) };
}

const inWidths = (make: (width: Width) => GpuKernel) => ({ 1: make(1), 2: make(2), 4: make(4) });
/** The sum of the elements of what was loaded at once. */
const total = (value: string, width: Width) => (width === 1 ? value : `dot(${value}, ${VECTOR[width]}(1.0))`);

const FORWARD = inWidths((width) => ({
  key: `layerNorm/forward/${width}`,
  inputs: { x: 'f32', gain: 'f32', bias: 'f32' },
  outputs: ['y', 'stats'],
  words: { rows: 'u32', columns: 'u32', epsilon: 'f32' },
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let columns = ${word('columns')};
  let start = index * columns;
  var sums = ${VECTOR[width]}(0.0);
  for (var c = 0u; c < columns; c += ${width}u) { sums += ${read('x', 'start + c', width)}; }
  let mean = ${total('sums', width)} / f32(columns);
  var squares = ${VECTOR[width]}(0.0);
  for (var c = 0u; c < columns; c += ${width}u) {
    let centred = ${read('x', 'start + c', width)} - mean;
    squares += centred * centred;
  }
  let inverse = 1.0 / sqrt(${total('squares', width)} / f32(columns) + ${word('epsilon')});
  for (var c = 0u; c < columns; c += ${width}u) {
    let normalised = (${read('x', 'start + c', width)} - mean) * inverse;
    ${write('y', 'start + c', `normalised * ${read('gain', 'c', width)} + ${read('bias', 'c', width)}`, width)}
  }
  ${write('stats', '2u * index', 'mean')}
  ${write('stats', '2u * index + 1u', 'inverse')}`,
}));

/** dx = (g - mean(g) - n mean(g n)) / root with g = dy gain, n = normalised x */
const BACKWARD = inWidths((width) => ({
  key: `layerNorm/backward/${width}`,
  inputs: { dy: 'f32', x: 'f32', gain: 'f32', stats: 'f32' },
  outputs: ['dx'],
  words: { rows: 'u32', columns: 'u32' },
  hosts: ['dx'],
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let columns = ${word('columns')};
  let start = index * columns;
  let mean = ${read('stats', '2u * index')};
  let inverse = ${read('stats', '2u * index + 1u')};
  var sums = ${VECTOR[width]}(0.0);
  var sumsNormalised = ${VECTOR[width]}(0.0);
  for (var c = 0u; c < columns; c += ${width}u) {
    let g = ${read('dy', 'start + c', width)} * ${read('gain', 'c', width)};
    sums += g;
    sumsNormalised += g * (${read('x', 'start + c', width)} - mean) * inverse;
  }
  let sum = ${total('sums', width)} / f32(columns);
  let sumNormalised = ${total('sumsNormalised', width)} / f32(columns);
  for (var c = 0u; c < columns; c += ${width}u) {
    let normalised = (${read('x', 'start + c', width)} - mean) * inverse;
    let g = ${read('dy', 'start + c', width)} * ${read('gain', 'c', width)};
    ${write('dx', 'start + c', '(g - sum - normalised * sumNormalised) * inverse', width)}
  }`,
}));

const GAIN_AND_BIAS: GpuKernel = {
  key: 'layerNorm/gainAndBias',
  inputs: { dy: 'f32', x: 'f32', stats: 'f32' },
  outputs: ['dGain', 'dBias'],
  words: { rows: 'u32', columns: 'u32', blocks: 'u32', length: 'u32' },
  body: ({ read, write, word }) => `
  let columns = ${word('columns')};
  if (index >= ${word('blocks')} * columns) { return; }
  let block = index / columns;
  let column = index % columns;
  var gain = 0.0;
  var bias = 0.0;
  for (var row = block * ${word('length')}; row < min((block + 1u) * ${word('length')}, ${word('rows')}); row++) {
    let d = ${read('dy', `row * columns + column`)};
    gain += d * (${read('x', `row * columns + column`)} - ${read('stats', `2u * row`)}) * ${read('stats', `2u * row + 1u`)};
    bias += d;
  }
  ${write('dGain', 'index', 'gain')}
  ${write('dBias', 'index', 'bias')}`,
};
