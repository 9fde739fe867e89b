import { afterEach, describe, expect, test, vi } from 'vitest';
import { createEngine } from './createEngine';
import { GpuRunner } from './kernels/gpu/GpuRunner';
import { normals } from './testing/arrays';
import { describeEngine } from './testing/engineContract';
import { smallNeuMf } from './testing/models';
import { tf, type WebGPUBackend } from './tf';

describeEngine('webgpu');
describeEngine('webgl');

const ADAM = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

describe('WebGPU', () => {
  afterEach(() => vi.restoreAllMocks());

  test('auto takes WebGPU, on a device with the limits of the adapter, and calls SwiftShader software', async () => {
    const engine = await createEngine('auto');
    expect(engine.device).toMatchObject({ backend: 'webgpu', software: true, refused: [] });
    const { device } = tf.backend() as unknown as WebGPUBackend;
    const adapter = (await navigator.gpu.requestAdapter()) as GPUAdapter;
    expect(device.limits.maxStorageBufferBindingSize).toBe(adapter.limits.maxStorageBufferBindingSize);
    expect(device.limits.maxStorageBuffersPerShaderStage).toBe(adapter.limits.maxStorageBuffersPerShaderStage);
    expect(engine.device.maxBufferBytes).toBeGreaterThan(128 * 1024 * 1024);
    engine.dispose();
  });

  test('one engine after another gives the same', async () => {
    const losses: (number | null)[] = [];
    for (let i = 0; i < 2; i++) {
      const engine = await createEngine('webgpu');
      const model = smallNeuMf();
      const parameters = engine.createParameters(model.parameters);
      for (let t = 0; t < 5; t++) engine.step(parameters, model.batch(t), model.loss, ADAM, t);
      losses.push(await engine.readLoss(parameters));
      parameters.dispose();
      engine.dispose();
    }
    expect(losses[0]).toBeGreaterThan(0);
    expect(losses[1]).toBe(losses[0]);
  });

  test('a second engine takes the first one its device, and the first says so', async () => {
    const first = await createEngine('webgpu');
    const parameters = first.createParameters({ x: normals(1, [4]) });
    const second = await createEngine('webgpu');
    expect(await first.lost).toMatchObject({ code: 'device-lost' });
    await expect(first.readValues(parameters)).rejects.toMatchObject({ code: 'device-lost' });
    const values = { x: normals(2, [4]) };
    expect(await second.readValues(second.createParameters(values))).toEqual(values);
    second.dispose();
    // What the caller still owns may be disposed after the engine.
    parameters.dispose();
    first.dispose();
  });

  test('buffers are reused: a hundred steps allocate no more than a few', async () => {
    const engine = await createEngine('webgpu');
    const model = smallNeuMf();
    const parameters = engine.createParameters(model.parameters);
    const { bufferManager } = tf.backend() as unknown as WebGPUBackend;
    const allocatedAfter = async (steps: number) => {
      for (let t = 0; t < steps; t++) engine.step(parameters, model.batch(t), model.loss, ADAM, t);
      await engine.readLoss(parameters);
      return bufferManager.numBytesAllocated;
    };
    const before = await allocatedAfter(10);
    expect(await allocatedAfter(100)).toBeLessThanOrEqual(before * 1.1);
    engine.dispose();
    parameters.dispose();
  });

  test('a null adapter is refused in words, and auto goes on to WebGL', async () => {
    vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
    await expect(createEngine('webgpu')).rejects.toMatchObject({ code: 'no-webgpu' });
    const engine = await createEngine('auto');
    expect(engine.device).toMatchObject({ backend: 'webgl', software: true });
    expect(engine.device.refused).toEqual([{ backend: 'webgpu', reason: expect.stringContaining('no adapter') }]);
    engine.dispose();
  });

  test('a shader that does not compile ends the run instead of giving stale values', async () => {
    const engine = await createEngine('webgpu');
    const parameters = engine.createParameters({ x: normals(1, [4]) });
    const runner = new GpuRunner(tf.backend() as unknown as WebGPUBackend);
    const out = runner.output([4]);
    runner.dispatchLinear({ key: 'broken', source: () => 'this is no WGSL' }, [out], [4], 4);
    await expect(engine.readValues(parameters)).rejects.toMatchObject({ code: 'gpu-error' });
    expect(await engine.lost).toMatchObject({ code: 'gpu-error' });
    expect(() => engine.createParameters({ x: normals(1, [4]) })).toThrow(
      expect.objectContaining({ code: 'gpu-error' }),
    );
    engine.dispose();
  });

  test('too large a buffer is told as lack of memory or as an error, never as zeros', async () => {
    const engine = await createEngine('webgpu');
    const { device } = tf.backend() as unknown as WebGPUBackend;
    device.createBuffer({ size: device.limits.maxBufferSize + 4, usage: GPUBufferUsage.STORAGE });
    device.queue.submit([]); // Chromium sends its commands on a submit
    expect((await engine.lost).code).toMatch(/^(out-of-memory|gpu-error)$/);
    engine.dispose();
  });

  test('a lost device rejects what waits and refuses what comes', async () => {
    const engine = await createEngine('webgpu');
    const model = smallNeuMf();
    const parameters = engine.createParameters(model.parameters);
    engine.step(parameters, model.batch(0), model.loss, ADAM, 0);
    const reading = engine.readValues(parameters);
    (tf.backend() as unknown as WebGPUBackend).device.destroy();
    await expect(reading).rejects.toMatchObject({ code: 'device-lost' });
    expect(await engine.lost).toMatchObject({ code: 'device-lost' });
    const step = () => engine.step(parameters, model.batch(0), model.loss, ADAM, 0);
    expect(step).toThrow(expect.objectContaining({ code: 'device-lost' }));
    engine.dispose();
    const next = await createEngine('webgpu');
    const again = next.createParameters(model.parameters);
    expect(await next.readValues(again)).toEqual(model.parameters);
    next.dispose();
  });
});
