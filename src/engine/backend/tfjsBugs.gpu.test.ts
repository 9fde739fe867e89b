/**
 * Wrong results of tfjs 4.22.0 on WebGPU that the engine works around: each is shown on the stock kernel first, so
 * that the test fails, and the workaround can go, when tfjs is right.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../createEngine';
import { GpuRunner } from '../kernels/gpu/GpuRunner';
import type { Kernels } from '../kernels/Kernels';
import { matmulReference } from '../kernels/matmul/matmul.reference';
import { webgpuKernels } from '../kernels/webgpuKernels';
import { upload } from '../Parameters';
import { normals, relativeError } from '../testing/arrays';
import { type Tensor, tf, type WebGPUBackend } from '../tf';
import type { Engine } from '../types';
import { stockMatMul } from './repairMatMul';

let engine: Engine;
let runner: GpuRunner;
let kernels: Kernels;
beforeAll(async () => {
  engine = await createEngine('webgpu');
  runner = new GpuRunner(tf.backend() as unknown as WebGPUBackend);
  kernels = webgpuKernels(runner);
});
afterAll(() => {
  runner.dispose();
  engine.dispose();
});

const read = async (tensor: Tensor) => new Float32Array(await runner.read(tensor));

describe('matMul with a transposed second matrix and a long inner axis', () => {
  // The gradient of a full softmax over 2000 items: dX = dY W^T.
  const [rows, inner, columns] = [32, 2000, 64];
  const a = normals(1, [rows, inner]);
  const b = normals(2, [columns, inner]);
  const expected = matmulReference(
    [rows, inner, columns],
    (i, k) => a.data[i * inner + k],
    (k, j) => b.data[j * inner + k],
  );

  test('stock: the error is as large as the values', async () => {
    const product = stockMatMul('BatchMatMul')({
      inputs: { a: upload('a', a), b: upload('b', b) },
      attrs: { transposeA: false, transposeB: true },
      backend: tf.backend(),
    });
    const values = await read(tf.engine().makeTensorFromTensorInfo(product as Tensor) as Tensor);
    expect(relativeError(values, expected)).toBeGreaterThan(0.5);
  });

  test("tfjs's own, repaired", async () => {
    const [left, right] = [upload('a', a).as2D(rows, inner), upload('b', b).as2D(columns, inner)];
    expect(relativeError(await read(tf.matMul(left, right, false, true)), expected)).toBeLessThan(1e-5);
    const bias = tf.zeros([columns]);
    const fused = tf.fused.matMul({ a: left, b: right, transposeA: false, transposeB: true, bias });
    expect(relativeError(await read(fused), expected)).toBeLessThan(1e-5);
  });

  test('ours', async () => {
    const product = kernels.matmul(upload('a', a), upload('b', b), { transposeB: true });
    expect(relativeError(await read(product), expected)).toBeLessThan(1e-5);
  });
});

describe('softmax of more than 65,535 rows', () => {
  const [batch, length] = [33000, 2];
  const rows = batch * length;

  test('stock: the last row is not a softmax', async () => {
    const values = await read(tf.softmax(tf.tensor2d(normals(1, [rows, 4]).data, [rows, 4])));
    const lastSum = values.slice(-4).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(lastSum - 1)).toBeGreaterThan(1e-3);
  });

  test('ours: each row of attention sums to 1', async () => {
    const shape = { batch, length, dimension: 4, numHeads: 1 };
    const [q, k, v] = [1, 2, 3].map((seed) => upload('x', normals(seed, [batch, length, 4])));
    const { probabilities } = kernels.attention(q, k, v, tf.ones([batch, length]), shape);
    const values = await read(probabilities);
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      largest = Math.max(largest, Math.abs(values[2 * row] + values[2 * row + 1] - 1));
    }
    expect(largest).toBeLessThan(1e-6);
  });
});

describe('whole numbers above 2^24', () => {
  test('stock: pass through float32 and change', async () => {
    const sum = tf.tensor1d([16777217], 'int32').add(tf.tensor1d([0], 'int32'));
    expect(new Int32Array(await runner.read(sum))[0]).toBe(16777216);
  });

  test('ours: refused at the door', async () => {
    const parameters = engine.createParameters({ x: normals(1, [1]) });
    const ids = { shape: [1], data: new Int32Array([16777217]) };
    const run = engine.run(parameters, { ids }, (_ops, _p, b) => b.ids);
    await expect(run).rejects.toMatchObject({ code: 'shape' });
    parameters.dispose();
  });
});

describe('ids outside the table', () => {
  test('stock: a gradient is summed into a wrong row', async () => {
    const rows = tf.tensor2d([1, 2, 3], [3, 1]);
    const sums = await read(tf.unsortedSegmentSum(rows, tf.tensor1d([0, 1, 4], 'int32'), 4));
    expect(Array.from(sums)).toEqual([4, 2, 0, 0]);
  });

  test('ours: refused, whatever the op', async () => {
    const parameters = engine.createParameters({ table: normals(1, [4, 1]), states: normals(1, [1, 1]) });
    const ids = { shape: [1], data: new Int32Array([4]) };
    const weights = { shape: [1], data: new Float32Array([1]) };
    const embed = engine.run(parameters, { ids }, (ops, { table }, b) => ops.embed(table, b.ids));
    await expect(embed).rejects.toThrow('id 4');
    const loss = engine.run(parameters, { ids, weights }, (ops, { states, table }, b) =>
      ops.softmaxCrossEntropy(states, table, b.ids, b.weights),
    );
    await expect(loss).rejects.toThrow('id 4');
    parameters.dispose();
  });
});

describe('values read before a kernel wrote in place', () => {
  const step = { learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 };
  const slotOf = (value: Tensor) => ({ value, firstMoment: tf.zeros([2]), secondMoment: tf.zeros([2]) });

  test('stock: data() gives the old ones', async () => {
    const value = tf.tensor1d([1, 2]) as Tensor;
    value.add(0).dispose();
    expect(Array.from(await value.data())).toEqual([1, 2]);
    const careless = webgpuKernels(
      new (class extends GpuRunner {
        override forgetCachedValues() {}
      })(tf.backend() as unknown as WebGPUBackend),
    );
    careless.adam(slotOf(value), tf.ones([2]), step);
    expect(Array.from(await value.data())).toEqual([1, 2]);
    expect(Array.from(await read(value))).toEqual([0, 1]);
  });

  test('ours: forgotten when written', async () => {
    const value = tf.tensor1d([1, 2]) as Tensor;
    value.add(0).dispose();
    expect(Array.from(await value.data())).toEqual([1, 2]);
    kernels.adam(slotOf(value), tf.ones([2]), step);
    expect(Array.from(await value.data())).toEqual([0, 1]);
  });
});
