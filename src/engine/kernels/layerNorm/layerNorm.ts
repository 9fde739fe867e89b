/** Layer norm on WebGPU: one thread a row for the norm and its gradient, blocks of rows for gain and bias. */
import type { Handle } from '../../Handle';
import { blockLength } from '../columnSums/columnSums';
import type { Emitter, GpuKernel } from '../gpu/GpuKernel';
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
  emitter.run(FORWARD, { x, gain, bias }, { y, stats }, { rows, columns, epsilon }, rows);
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
  emitter.run(BACKWARD, { dy, x, gain, stats }, { dx }, { rows, columns }, rows);
  const length = blockLength(rows);
  const blocks = Math.ceil(rows / length);
  const dGain = emitter.output([blocks, columns]);
  const dBias = emitter.output([blocks, columns]);
  const words = { rows, columns, blocks, length };
  emitter.run(GAIN_AND_BIAS, { dy, x, stats }, { dGain, dBias }, words, blocks * columns);
  return { dx, dGain: sumSlabs(emitter, dGain), dBias: sumSlabs(emitter, dBias) };
}

const FORWARD: GpuKernel = {
  key: 'layerNorm/forward',
  inputs: { x: 'f32', gain: 'f32', bias: 'f32' },
  outputs: ['y', 'stats'],
  words: { rows: 'u32', columns: 'u32', epsilon: 'f32' },
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let columns = ${word('columns')};
  let start = index * columns;
  var sum = 0.0;
  for (var c = 0u; c < columns; c++) { sum += ${read('x', `start + c`)}; }
  let mean = sum / f32(columns);
  var squares = 0.0;
  for (var c = 0u; c < columns; c++) {
    let centred = ${read('x', `start + c`)} - mean;
    squares += centred * centred;
  }
  let inverse = 1.0 / sqrt(squares / f32(columns) + ${word('epsilon')});
  for (var c = 0u; c < columns; c++) {
    ${write('y', `start + c`, `(${read('x', `start + c`)} - mean) * inverse * ${read('gain', `c`)} + ${read('bias', `c`)}`)}
  }
  ${write('stats', `2u * index`, `mean`)}
  ${write('stats', `2u * index + 1u`, `inverse`)}`,
};

/** dx = (g - mean(g) - n mean(g n)) / root with g = dy gain, n = normalised x */
const BACKWARD: GpuKernel = {
  key: 'layerNorm/backward',
  inputs: { dy: 'f32', x: 'f32', gain: 'f32', stats: 'f32' },
  outputs: ['dx'],
  words: { rows: 'u32', columns: 'u32' },
  hosts: ['dx'],
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let columns = ${word('columns')};
  let start = index * columns;
  let mean = ${read('stats', `2u * index`)};
  let inverse = ${read('stats', `2u * index + 1u`)};
  var sum = 0.0;
  var sumNormalised = 0.0;
  for (var c = 0u; c < columns; c++) {
    let g = ${read('dy', `start + c`)} * ${read('gain', `c`)};
    sum += g;
    sumNormalised += g * (${read('x', `start + c`)} - mean) * inverse;
  }
  sum /= f32(columns);
  sumNormalised /= f32(columns);
  for (var c = 0u; c < columns; c++) {
    let normalised = (${read('x', `start + c`)} - mean) * inverse;
    ${write('dx', `start + c`, `(${read('dy', `start + c`)} * ${read('gain', `c`)} - sum - normalised * sumNormalised) * inverse`)}
  }`,
};

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
