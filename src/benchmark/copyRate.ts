/** How fast this adapter's kernels read and write memory: the bound of what moves more than it computes. */
import { openBackend } from '@/engine/backend/openBackend';
import { tf, type WebGPUBackend } from '@/engine/tf';
import type { DeviceChoice } from '@/engine/types';

const FLOATS = 8 * 1024 * 1024;
const ROUNDS = 6;
const REPETITIONS = 4;
/** Threads along x: a dispatch has no more than 65,535 workgroups along one axis. */
const ROW = FLOATS / 4 / 4;
/** Four numbers a thread, as Adam takes them. */
const SOURCE = `
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * ${ROW}u;
  y[i] = x[i] * 1.0001;
}`;

/** @returns gigabytes a second, those read and those written; of the fastest of several rounds */
export async function copyRate(choice: DeviceChoice): Promise<number> {
  const backend = await openBackend(choice);
  const { device } = tf.backend() as unknown as WebGPUBackend;
  const [x, y] = [0, 1].map(() => device.createBuffer({ size: 4 * FLOATS, usage: GPUBufferUsage.STORAGE }));
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: SOURCE }), entryPoint: 'main' },
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [x, y].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let k = 0; k < REPETITIONS; k++) pass.dispatchWorkgroups(ROW / 64, 4);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    if (round > 0) best = Math.min(best, performance.now() - started);
  }
  x.destroy();
  y.destroy();
  backend.close();
  return (2 * 4 * FLOATS * REPETITIONS) / best / 1e6;
}
