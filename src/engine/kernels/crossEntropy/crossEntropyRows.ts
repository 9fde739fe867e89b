/**
 * Softmax cross-entropy of rows on WebGPU, with the gradient. Rows are as long as the catalogue, so each is first
 * summed up in chunks (largest logit and sum of exponentials above it), then the chunks are combined row by row.
 */
import type { Handle } from '../../Handle';
import type { Emitter, GpuKernel, KernelIo } from '../gpu/GpuKernel';

/** Logits that one thread goes over. */
const CHUNK = 64;

/**
 * The logits are the largest array there is: where steps are planned, the gradient takes their place, so that nobody else
 * may read them.
 * logits [R, V], targets int32 [R], weights [R] -> losses [R], gradient [R, V]
 */
export function crossEntropyRows(
  emitter: Emitter,
  logits: Handle,
  targets: Handle,
  weights: Handle,
  withGradient: boolean,
): { losses: Handle; gradient: Handle | null } {
  const [rows, columns] = logits.shape;
  const chunks = Math.ceil(columns / CHUNK);
  const partial = emitter.output([rows, chunks, 2]);
  const words = { rows, columns, chunks };
  emitter.run(CHUNKS, { logits }, { partial }, words, rows * chunks);
  const losses = emitter.output([rows]);
  const logSums = emitter.output([rows]);
  emitter.run(COMBINE, { partial, logits, targets, weights }, { losses, logSums }, words, rows);
  if (!withGradient) return { losses, gradient: null };
  const gradient = emitter.output([rows, columns]);
  emitter.run(GRADIENT, { logits, logSums, targets, weights }, { gradient }, words, rows * chunks);
  return { losses, gradient };
}

const WORDS = { rows: 'u32', columns: 'u32', chunks: 'u32' } as const;

const chunkOfThread = ({ word }: KernelIo) => `
  if (index >= ${word('rows')} * ${word('chunks')}) { return; }
  let row = index / ${word('chunks')};
  let first = index % ${word('chunks')} * ${CHUNK}u;
  let start = row * ${word('columns')} + first;
  let count = min(${CHUNK}u, ${word('columns')} - first);`;

const CHUNKS: GpuKernel = {
  key: 'crossEntropy/chunks',
  inputs: { logits: 'f32' },
  outputs: ['partial'],
  words: WORDS,
  body: (io) => `${chunkOfThread(io)}
  var largest = ${io.read('logits', `start`)};
  for (var i = start + 1u; i < start + count; i++) { largest = max(largest, ${io.read('logits', `i`)}); }
  var sum = 0.0;
  for (var i = start; i < start + count; i++) { sum += exp(${io.read('logits', `i`)} - largest); }
  ${io.write('partial', '2u * index', 'vec2f(largest, sum)', 2)}`,
};

const COMBINE: GpuKernel = {
  key: 'crossEntropy/combine',
  inputs: { partial: 'f32', logits: 'f32', targets: 'i32', weights: 'f32' },
  outputs: ['losses', 'logSums'],
  words: WORDS,
  body: ({ read, write, word }) => `
  if (index >= ${word('rows')}) { return; }
  let start = index * ${word('chunks')};
  var largest = ${read('partial', '2u * start', 2)}.x;
  for (var i = start + 1u; i < start + ${word('chunks')}; i++) { largest = max(largest, ${read('partial', '2u * i', 2)}.x); }
  var sum = 0.0;
  for (var i = start; i < start + ${word('chunks')}; i++) { sum += ${read('partial', '2u * i', 2)}.y * exp(${read('partial', '2u * i', 2)}.x - largest); }
  let logSum = largest + log(sum);
  ${write('logSums', `index`, `logSum`)}
  ${write('losses', `index`, `${read('weights', `index`)} * (logSum - ${read('logits', `index * ${word('columns')} + u32(${read('targets', `index`)})`)})`)}`,
};

const GRADIENT: GpuKernel = {
  key: 'crossEntropy/gradient',
  inputs: { logits: 'f32', logSums: 'f32', targets: 'i32', weights: 'f32' },
  outputs: ['gradient'],
  overwrites: { gradient: 'logits' },
  words: WORDS,
  body: (io) => `${chunkOfThread(io)}
  let chosenIndex = start - first + u32(${io.read('targets', `row`)});
  for (var i = start; i < start + count; i++) {
    let chosen = select(0.0, 1.0, i == chosenIndex);
    ${io.write('gradient', `i`, `${io.read('weights', `row`)} * (exp(${io.read('logits', `i`)} - ${io.read('logSums', `row`)}) - chosen)`)}
  }`,
};
