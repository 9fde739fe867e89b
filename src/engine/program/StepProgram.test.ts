/** A program that the device cannot hold is said to be just that: op by op it would take more, not less. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Plan } from './makePlan';
import { StepProgram } from './StepProgram';

const PLAN = {
  dispatches: [],
  buffers: ['values', 'moments', 'state', 'batch', 'table'].map((key) => ({
    key,
    bytes: key === 'moments' ? 4096 : 64,
  })),
  // lines of a texture: 128 KiB each
  images: [3],
  record: { stride: 16 },
  table: new Uint32Array(16),
} as unknown as Plan;

/** @param full what the device says of the memory that it was asked for */
function fakeDevice(maxBytes: number, full: string | null) {
  const destroy = vi.fn();
  const errors = [null, full && { message: full }];
  const device = {
    limits: { maxBufferSize: maxBytes, maxStorageBufferBindingSize: maxBytes },
    queue: { writeBuffer() {} },
    pushErrorScope() {},
    popErrorScope: async () => errors.shift(),
    createBuffer: ({ size }: { size: number }) => ({ size, destroy }),
    createTexture: () => ({ destroy }),
    createBindGroupLayout: () => ({}),
    createBindGroup: () => ({}),
  };
  return { device: device as unknown as GPUDevice, destroy };
}

afterEach(() => vi.unstubAllGlobals());

const flags = () => {
  vi.stubGlobal('GPUBufferUsage', { STORAGE: 1, COPY_DST: 2, COPY_SRC: 4, UNIFORM: 8 });
  vi.stubGlobal('GPUShaderStage', { COMPUTE: 1 });
  vi.stubGlobal('GPUTextureUsage', { COPY_DST: 2, STORAGE_BINDING: 8 });
};

test('a buffer above the limit is refused by name, before anything is made', async () => {
  flags();
  const { device } = fakeDevice(4000, null);
  await expect(StepProgram.create(device, PLAN)).rejects.toMatchObject({
    code: 'out-of-memory',
    message: expect.stringContaining('"moments" needs 4096 bytes'),
  });
});

test('memory that runs out is no reason to run op by op', async () => {
  flags();
  const { device, destroy } = fakeDevice(1e6, 'no memory left');
  await expect(StepProgram.create(device, PLAN)).rejects.toMatchObject({
    code: 'out-of-memory',
    message: 'no memory left',
  });
  expect(destroy).toHaveBeenCalledTimes(PLAN.buffers.length + 2 + PLAN.images.length);
});

test('what fits is made', async () => {
  flags();
  const { device } = fakeDevice(1e6, null);
  const program = await StepProgram.create(device, PLAN);
  expect(program.bytes).toBeGreaterThan(4096 + 3 * 128 * 1024);
  expect(program.capacity).toBeGreaterThan(1);
});
