import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenBackend, openBackend } from '../backend/openBackend';
import { tf, type WebGPUBackend } from '../tf';
import { chooseForms } from './forms';
import { USUAL_FORMS } from './gpu/GpuKernel';
import { GpuRunner } from './gpu/GpuRunner';
import { fixedSubgroupSize } from './subgroups';

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

test('software adapters get the usual forms without waiting, and subgroups where they are large enough', async () => {
  const runner = runnerOn(true);
  expect(await chooseForms(runner)).toBe(USUAL_FORMS);
  runner.subgroupSize = 4;
  expect(await chooseForms(runner)).toBe(USUAL_FORMS);
  runner.subgroupSize = 8;
  expect(await chooseForms(runner)).toEqual({ ...USUAL_FORMS, subgroup: 8 });
  runner.dispose();
});

test('subgroups are used only where all have one size and are numbered in order', async () => {
  const { device } = runnerOn(true);
  const size = await fixedSubgroupSize(device);
  expect([null, 4, 8, 16]).toContain(size);
  const pretend = (changes: object) =>
    fixedSubgroupSize(
      new Proxy(device, {
        get(target, name) {
          if (name in changes) return changes[name as never];
          const value = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
    );
  expect(await pretend({})).toBe(size);
  expect(await pretend({ features: new Set() })).toBeNull();
  expect(await pretend({ adapterInfo: { subgroupMinSize: 4, subgroupMaxSize: 8 } })).toBeNull();
  // of another size than it says: threads are not numbered as the kernels take it
  if (size !== null)
    expect(await pretend({ adapterInfo: { subgroupMinSize: 2 * size, subgroupMaxSize: 2 * size } })).toBeNull();
});
