import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenBackend, openBackend } from '../../backend/openBackend';
import { type Tensor, tf, type WebGPUBackend } from '../../tf';
import { declare, floatBits, GpuRunner, LINEAR_MAIN, type Shader } from './GpuRunner';

let backend: OpenBackend;
let runner: GpuRunner;
beforeAll(async () => {
  backend = await openBackend('webgpu');
  runner = new GpuRunner(tf.backend() as unknown as WebGPUBackend);
});
afterAll(() => {
  runner.dispose();
  backend.close();
});

/** x = x * factor + 1, in place. */
const IN_PLACE: Shader = {
  key: 'test/inPlace',
  source: () => `${declare({ x: 'out f32' }, { size: 'u32', factor: 'f32' })}${LINEAR_MAIN}
  if (index < parameters.size) { x[index] = x[index] * parameters.factor + 1.0; }
}`,
};

describe('GpuRunner', () => {
  test('keeps the order of its own dispatches and those of tfjs', async () => {
    const x = tf.tensor1d([1, 2, 3]) as Tensor;
    const results: Tensor[] = [];
    // More dispatches than go into one submit.
    for (let i = 0; i < 40; i++) {
      results.push(x.mul(10));
      runner.dispatchLinear(IN_PLACE, [x], [3, floatBits(0.5)], 3);
    }
    let expected = [1, 2, 3];
    for (const result of results) {
      const values = Array.from(new Float32Array(await runner.read(result)));
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i] * 10, 4);
      });
      expected = expected.map((value) => value * 0.5 + 1);
    }
  });

  test('does not let tfjs reuse a buffer that a recorded dispatch still reads', async () => {
    const sums: Tensor[] = [];
    for (let i = 0; i < 30; i++) {
      const x = tf.fill([64], i) as Tensor;
      const out = runner.output([64]);
      const copy: Shader = {
        key: 'test/copy',
        source: () => `${declare({ x: 'f32', y: 'out f32' }, { size: 'u32' })}${LINEAR_MAIN}
  if (index < parameters.size) { y[index] = x[index]; }
}`,
      };
      runner.dispatchLinear(copy, [x, out], [64], 64);
      x.dispose();
      sums.push(out);
    }
    const values = await Promise.all(sums.map((sum) => runner.read(sum)));
    values.forEach((bytes, i) => {
      expect(Array.from(new Float32Array(bytes))).toEqual(new Array(64).fill(i));
    });
  });

  test('numbers threads beyond the groups that one axis may have', async () => {
    const size = 65535 * 64 + 100;
    const out = runner.output([size]);
    const number: Shader = {
      key: 'test/number',
      source: () => `${declare({ y: 'out f32' }, { size: 'u32' })}${LINEAR_MAIN}
  if (index < parameters.size) { y[index] = f32(index % 1000u); }
}`,
    };
    runner.dispatchLinear(number, [out], [size], size);
    const values = new Float32Array(await runner.read(out));
    for (const i of [0, 999, 65535, 65535 * 64 - 1, 65535 * 64, size - 1]) expect(values[i]).toBe(i % 1000);
  });
});
