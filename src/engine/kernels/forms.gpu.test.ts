import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenBackend, openBackend } from '../backend/openBackend';
import { tf, type WebGPUBackend } from '../tf';
import { chooseForms } from './forms';
import { USUAL_FORMS } from './gpu/GpuKernel';
import { GpuRunner } from './gpu/GpuRunner';

let backend: OpenBackend;
beforeEach(async () => {
  backend = await openBackend('webgpu');
});
afterEach(() => backend.close());

const runnerOn = (software: boolean) => new GpuRunner(tf.backend() as unknown as WebGPUBackend, software);

test('a tile is chosen by timing where the adapter is taken for hardware, and nothing stays behind', async () => {
  const runner = runnerOn(false);
  const { numTensors } = tf.memory();
  const { tile, tileInFours } = await chooseForms(runner);
  for (const { rows, columns } of [tile, tileInFours]) {
    expect([4, 8]).toContain(rows);
    expect([4, 8]).toContain(columns);
  }
  expect(tf.memory().numTensors).toBe(numTensors);
  runner.dispose();
});

test('software adapters get the usual forms without waiting', async () => {
  const runner = runnerOn(true);
  expect(await chooseForms(runner)).toBe(USUAL_FORMS);
  runner.dispose();
});
