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
 * logits [R, V], targets int32 [R] or null for column 0, weights [R] -> losses [R], gradient [R, V]
 */
export function crossEntropyRows(
  emitter: Emitter,
  logits: Handle,
  targets: Handle | null,
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
  const aim: Record<string, Handle> = targets ? { targets } : {};
  const { combine, toGradient } = targets ? BY_TARGET : BY_FIRST_COLUMN;
  emitter.run(combine, { partial, logits, ...aim, weights }, { losses, logSums }, words, rows);
  if (!withGradient) return { losses, gradient: null };
  const gradient = emitter.output([rows, columns]);
  emitter.run(toGradient, { logits, logSums, ...aim, weights }, { gradient }, words, rows * chunks);
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

/** Where a row's target is: in a list, or always in front. */
type Aim = 'targets' | 'first';

const targetOf = (aim: Aim, io: KernelIo, row: string) => (aim === 'first' ? '0u' : `u32(${io.read('targets', row)})`);

const inputsOf = (aim: Aim, inputs: GpuKernel['inputs']): GpuKernel['inputs'] =>
  aim === 'first' ? inputs : { ...inputs, targets: 'i32' };

const combineFor = (aim: Aim): GpuKernel => ({
  key: `crossEntropy/combine/${aim}`,
  inputs: inputsOf(aim, { partial: 'f32', logits: 'f32', weights: 'f32' }),
  outputs: ['losses', 'logSums'],
  words: WORDS,
  body: (io) => {
    const { read, write, word } = io;
    return `
  if (index >= ${word('rows')}) { return; }
  let start = index * ${word('chunks')};
  var largest = ${read('partial', '2u * start', 2)}.x;
  for (var i = start + 1u; i < start + ${word('chunks')}; i++) { largest = max(largest, ${read('partial', '2u * i', 2)}.x); }
  var sum = 0.0;
  for (var i = start; i < start + ${word('chunks')}; i++) { sum += ${read('partial', '2u * i', 2)}.y * exp(${read('partial', '2u * i', 2)}.x - largest); }
  let logSum = largest + log(sum);
  ${write('logSums', `index`, `logSum`)}
  ${write('losses', `index`, `${read('weights', `index`)} * (logSum - ${read('logits', `index * ${word('columns')} + ${targetOf(aim, io, 'index')}`)})`)}`;
  },
});

const gradientFor = (aim: Aim): GpuKernel => ({
  key: `crossEntropy/gradient/${aim}`,
  inputs: inputsOf(aim, { logits: 'f32', logSums: 'f32', weights: 'f32' }),
  outputs: ['gradient'],
  overwrites: { gradient: 'logits' },
  words: WORDS,
  body: (io) => `${chunkOfThread(io)}
  let chosenIndex = start - first + ${targetOf(aim, io, 'row')};
  for (var i = start; i < start + count; i++) {
    let chosen = select(0.0, 1.0, i == chosenIndex);
    ${io.write('gradient', `i`, `${io.read('weights', `row`)} * (exp(${io.read('logits', `i`)} - ${io.read('logSums', `row`)}) - chosen)`)}
  }`,
});

const BY_TARGET = { combine: combineFor('targets'), toGradient: gradientFor('targets') };
const BY_FIRST_COLUMN = { combine: combineFor('first'), toGradient: gradientFor('first') };
