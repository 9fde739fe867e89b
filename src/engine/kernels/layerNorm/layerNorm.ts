/** Layer norm on WebGPU: one thread a row for the norm and its gradient, blocks of rows for gain and bias. */
import type { Tensor } from '../../tf';
import { columnSums } from '../columnSums/columnSums';
import { declare, floatBits, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

/** x [R, D], gain [D], bias [D] -> y [R, D], stats [R, 2]: mean and 1 / root of each row */
export function layerNorm(
  runner: GpuRunner,
  x: Tensor,
  gain: Tensor,
  bias: Tensor,
  epsilon: number,
): { y: Tensor; stats: Tensor } {
  const [rows, columns] = x.shape as [number, number];
  const y = runner.output([rows, columns]);
  const stats = runner.output([rows, 2]);
  runner.dispatchLinear(FORWARD, [x, gain, bias, y, stats], [rows, columns, floatBits(epsilon)], rows);
  return { y, stats };
}

/** Gradients of x [R, D], gain [D] and bias [D]. */
export function layerNormGradient(
  runner: GpuRunner,
  dy: Tensor,
  x: Tensor,
  gain: Tensor,
  stats: Tensor,
): { dx: Tensor; dGain: Tensor; dBias: Tensor } {
  const [rows, columns] = x.shape as [number, number];
  const dx = runner.output([rows, columns]);
  runner.dispatchLinear(BACKWARD, [dy, x, gain, stats, dx], [rows, columns], rows);
  // Gain and bias side by side, [blocks, 2 D]: the second round of sums then serves both.
  const blocks = Math.ceil(rows / BLOCK);
  const partial = runner.output([blocks, 2 * columns]);
  runner.dispatchLinear(GAIN_AND_BIAS, [dy, x, stats, partial], [rows, columns, blocks], blocks * columns);
  const both = columnSums(runner, partial);
  return { dx, dGain: both.slice(0, columns), dBias: both.slice(columns, columns) };
}

const BLOCK = 64;

const FORWARD: Shader = {
  key: 'layerNorm/forward',
  source:
    () => `${declare({ x: 'f32', gain: 'f32', bias: 'f32', y: 'out f32', stats: 'out f32' }, { rows: 'u32', columns: 'u32', epsilon: 'f32' })}${LINEAR_MAIN}
  if (index >= parameters.rows) { return; }
  let columns = parameters.columns;
  let start = index * columns;
  var sum = 0.0;
  for (var c = 0u; c < columns; c++) { sum += x[start + c]; }
  let mean = sum / f32(columns);
  var squares = 0.0;
  for (var c = 0u; c < columns; c++) {
    let centred = x[start + c] - mean;
    squares += centred * centred;
  }
  let inverse = 1.0 / sqrt(squares / f32(columns) + parameters.epsilon);
  for (var c = 0u; c < columns; c++) {
    y[start + c] = (x[start + c] - mean) * inverse * gain[c] + bias[c];
  }
  stats[2u * index] = mean;
  stats[2u * index + 1u] = inverse;
}`,
};

/** dx = (g - mean(g) - n mean(g n)) / root with g = dy gain, n = normalised x */
const BACKWARD: Shader = {
  key: 'layerNorm/backward',
  source:
    () => `${declare({ dy: 'f32', x: 'f32', gain: 'f32', stats: 'f32', dx: 'out f32' }, { rows: 'u32', columns: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.rows) { return; }
  let columns = parameters.columns;
  let start = index * columns;
  let mean = stats[2u * index];
  let inverse = stats[2u * index + 1u];
  var sum = 0.0;
  var sumNormalised = 0.0;
  for (var c = 0u; c < columns; c++) {
    let g = dy[start + c] * gain[c];
    sum += g;
    sumNormalised += g * (x[start + c] - mean) * inverse;
  }
  sum /= f32(columns);
  sumNormalised /= f32(columns);
  for (var c = 0u; c < columns; c++) {
    let normalised = (x[start + c] - mean) * inverse;
    dx[start + c] = (dy[start + c] * gain[c] - sum - normalised * sumNormalised) * inverse;
  }
}`,
};

const GAIN_AND_BIAS: Shader = {
  key: 'layerNorm/gainAndBias',
  source:
    () => `${declare({ dy: 'f32', x: 'f32', stats: 'f32', sums: 'out f32' }, { rows: 'u32', columns: 'u32', blocks: 'u32' })}${LINEAR_MAIN}
  let columns = parameters.columns;
  if (index >= parameters.blocks * columns) { return; }
  let block = index / columns;
  let column = index % columns;
  var dGain = 0.0;
  var dBias = 0.0;
  for (var row = block * ${BLOCK}u; row < min((block + 1u) * ${BLOCK}u, parameters.rows); row++) {
    let d = dy[row * columns + column];
    dGain += d * (x[row * columns + column] - stats[2u * row]) * stats[2u * row + 1u];
    dBias += d;
  }
  sums[block * 2u * columns + column] = dGain;
  sums[block * 2u * columns + columns + column] = dBias;
}`,
};
