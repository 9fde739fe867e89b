/** Dot products of rows on WebGPU, one thread a row: [R, D], [R, D] -> [R] */
import type { Tensor } from '../../tf';
import { declare, type GpuRunner, LINEAR_MAIN, type Shader } from '../gpu/GpuRunner';

export function rowDots(runner: GpuRunner, a: Tensor, b: Tensor): Tensor {
  const [rows, columns] = a.shape as [number, number];
  const out = runner.output([rows]);
  runner.dispatchLinear(SHADER, [a, b, out], [rows, columns], rows);
  return out;
}

const SHADER: Shader = {
  key: 'rowDots',
  source: () => `${declare({ a: 'f32', b: 'f32', dots: 'out f32' }, { rows: 'u32', columns: 'u32' })}${LINEAR_MAIN}
  if (index >= parameters.rows) { return; }
  let start = index * parameters.columns;
  var sum = 0.0;
  for (var i = start; i < start + parameters.columns; i++) {
    sum += a[i] * b[i];
  }
  dots[index] = sum;
}`,
};
