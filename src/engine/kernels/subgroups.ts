/** Whether threads of a workgroup are subgroups in the order of their numbers, as kernels with `subgroups` need it. */
import { WITH_SUBGROUPS, WORKGROUP } from './gpu/GpuKernel';

/** Sizes that the kernels are written for. */
const SIZES = [4, 8, 16];

const PROBE = `${WITH_SUBGROUPS}
@group(0) @binding(0) var<storage, read_write> seen: array<vec2u>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(subgroup_invocation_id) lane: u32) {
  seen[local] = vec2u(lane, subgroupBroadcast(local, 1u));
}`;

/**
 * The one size that all subgroups of the device have, if thread `i` of a workgroup is lane `i % size`: WGSL promises
 * neither, so the device is asked. Null where it is not so, or the device has no subgroups.
 */
export async function fixedSubgroupSize(device: GPUDevice): Promise<number | null> {
  const { subgroupMinSize: size, subgroupMaxSize } = device.adapterInfo ?? {};
  if (!device.features.has('subgroups') || size === undefined || size !== subgroupMaxSize) return null;
  if (!SIZES.includes(size)) return null;
  const bytes = WORKGROUP * 8;
  const seen = device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const copy = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.pushErrorScope('validation');
  try {
    const pipeline = await device.createComputePipelineAsync({
      compute: { module: device.createShaderModule({ code: PROBE }), entryPoint: 'main' },
      layout: 'auto',
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [{ binding: 0, resource: { buffer: seen } }],
      }),
    );
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(seen, 0, copy, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const values = new Uint32Array(copy.getMappedRange());
    const isInOrder = Array.from({ length: WORKGROUP }, (_, i) => i).every(
      (i) => values[2 * i] === i % size && values[2 * i + 1] === i - (i % size) + 1,
    );
    return isInOrder ? size : null;
  } catch {
    // A shader that the device refuses, or a device that is gone: the usual forms, and its loss is told elsewhere.
    return null;
  } finally {
    await device.popErrorScope().catch(() => null);
    seen.destroy();
    copy.destroy();
  }
}
