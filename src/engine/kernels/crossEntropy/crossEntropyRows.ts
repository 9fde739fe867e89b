/**
 * Softmax cross-entropy of rows on WebGPU, with the gradient. Rows are as long as the catalogue, so each is first
 * summed up in chunks (largest logit and sum of exponentials above it), then the chunks are combined row by row.
 */
import type { Tensor } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

/** Logits that one thread goes over. */
const CHUNK = 64;

/** logits [R, V], targets int32 [R], weights [R] -> losses [R], gradient [R, V] */
export function crossEntropyRows(
  runner: GpuRunner,
  logits: Tensor,
  targets: Tensor,
  weights: Tensor,
  withGradient: boolean,
): { losses: Tensor; gradient: Tensor | null } {
  const [rows, columns] = logits.shape as [number, number];
  const chunks = Math.ceil(columns / CHUNK);
  const partial = runner.output([rows, chunks, 2]);
  runner.dispatchLinear(CHUNKS, [logits, partial], [rows, columns, chunks], rows * chunks);
  const losses = runner.output([rows]);
  const logSums = runner.output([rows]);
  const bindings = [partial, logits, targets, weights, losses, logSums];
  runner.dispatchLinear(COMBINE, bindings, [rows, columns, chunks], rows);
  if (!withGradient) return { losses, gradient: null };
  const gradient = runner.output([rows, columns]);
  runner.dispatchLinear(
    GRADIENT,
    [logits, logSums, targets, weights, gradient],
    [rows, columns, chunks],
    rows * chunks,
  );
  return { losses, gradient };
}

const PARAMETERS = { rows: 'u32', columns: 'u32', chunks: 'u32' } as const;

const CHUNK_OF_THREAD = `
  if (index >= parameters.rows * parameters.chunks) { return; }
  let row = index / parameters.chunks;
  let first = index % parameters.chunks * ${CHUNK}u;
  let start = row * parameters.columns + first;
  let count = min(${CHUNK}u, parameters.columns - first);`;

const CHUNKS: Shader = {
  key: 'crossEntropy/chunks',
  source: () => `${declare({ logits: 'f32', partial: 'out vec2f' }, PARAMETERS)}${LINEAR_MAIN}${CHUNK_OF_THREAD}
  var largest = logits[start];
  for (var i = start + 1u; i < start + count; i++) { largest = max(largest, logits[i]); }
  var sum = 0.0;
  for (var i = start; i < start + count; i++) { sum += exp(logits[i] - largest); }
  partial[index] = vec2f(largest, sum);
}`,
};

const COMBINE: Shader = {
  key: 'crossEntropy/combine',
  source: () => `${declare(
    { partial: 'vec2f', logits: 'f32', targets: 'i32', weights: 'f32', losses: 'out f32', logSums: 'out f32' },
    PARAMETERS,
  )}${LINEAR_MAIN}
  if (index >= parameters.rows) { return; }
  let start = index * parameters.chunks;
  var largest = partial[start].x;
  for (var i = start + 1u; i < start + parameters.chunks; i++) { largest = max(largest, partial[i].x); }
  var sum = 0.0;
  for (var i = start; i < start + parameters.chunks; i++) { sum += partial[i].y * exp(partial[i].x - largest); }
  let logSum = largest + log(sum);
  logSums[index] = logSum;
  losses[index] = weights[index] * (logSum - logits[index * parameters.columns + u32(targets[index])]);
}`,
};

const GRADIENT: Shader = {
  key: 'crossEntropy/gradient',
  source: () => `${declare(
    { logits: 'f32', logSums: 'f32', targets: 'i32', weights: 'f32', gradient: 'out f32' },
    PARAMETERS,
  )}${LINEAR_MAIN}${CHUNK_OF_THREAD}
  let chosenIndex = start - first + u32(targets[row]);
  for (var i = start; i < start + count; i++) {
    let chosen = select(0.0, 1.0, i == chosenIndex);
    gradient[i] = weights[row] * (exp(logits[i] - logSums[row]) - chosen);
  }
}`,
};
