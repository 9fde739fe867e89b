/** Where the time of a step goes: each of its dispatches alone, many times over. */

import { ours } from './ours';
import type { BenchTask } from './types';

export interface DispatchTime {
  label: string;
  ms: number;
}

interface Command {
  device: GPUDevice;
  pipeline: GPUComputePipeline;
  groups: Map<number, { group: GPUBindGroup; offsets: number[] }>;
  size: [number, number];
}

/** Repeats a dispatch until it has taken so long. */
const ENOUGH_MS = 50;
const MOST_REPEATS = 64;
const ROUNDS = 3;

/**
 * Watches what a training queues, and then queues the dispatches of its last step again, one by one. What they compute is
 * worth nothing afterwards. Each time holds a submit, which is the floor of all of them.
 * @param device 'webgpu' of this process
 */
export async function stepProfile(task: BenchTask): Promise<DispatchTime[]> {
  const labels = new WeakMap<GPUComputePipeline, string>();
  let commands: Command[] = [];
  let device: GPUDevice | null = null;
  const create = GPUDevice.prototype.createComputePipelineAsync;
  GPUDevice.prototype.createComputePipelineAsync = async function (this: GPUDevice, descriptor) {
    device = this;
    const pipeline = await create.call(this, descriptor);
    labels.set(pipeline, descriptor.label ?? '');
    return pipeline;
  };
  const pass = GPUComputePassEncoder.prototype;
  const { setPipeline, setBindGroup, dispatchWorkgroups } = pass;
  let pipeline: GPUComputePipeline | null = null;
  let groups: Command['groups'] = new Map();
  pass.setPipeline = function (this: GPUComputePassEncoder, next) {
    pipeline = next;
    return setPipeline.call(this, next);
  };
  const bind = setBindGroup as (this: GPUComputePassEncoder, ...args: unknown[]) => undefined;
  pass.setBindGroup = function (this: GPUComputePassEncoder, index: number, group: GPUBindGroup, ...rest: unknown[]) {
    groups = new Map(groups).set(index, { group, offsets: (rest[0] as number[] | undefined) ?? [] });
    return bind.call(this, index, group, ...rest);
  } as typeof setBindGroup;
  pass.dispatchWorkgroups = function (this: GPUComputePassEncoder, x, y = 1) {
    if (device && pipeline && labels.has(pipeline)) commands.push({ device, pipeline, groups, size: [x, y] });
    return dispatchWorkgroups.call(this, x, y);
  };
  try {
    const contender = await ours(task, { device: 'webgpu' });
    commands = [];
    await contender.run(1);
    const step = commands.slice();
    const times: DispatchTime[] = [];
    for (const command of step) {
      await timeOf(command, 1);
      const once = await timeOf(command, 1);
      const repeats = Math.max(1, Math.min(MOST_REPEATS, Math.round(ENOUGH_MS / once)));
      let ms = Number.POSITIVE_INFINITY;
      // The least: other work on the machine only adds to it.
      for (let round = 0; round < ROUNDS; round++) ms = Math.min(ms, await timeOf(command, repeats));
      times.push({ label: labels.get(command.pipeline) ?? '', ms });
    }
    contender.dispose();
    return times;
  } finally {
    GPUDevice.prototype.createComputePipelineAsync = create;
    Object.assign(pass, { setPipeline, setBindGroup, dispatchWorkgroups });
  }
}

async function timeOf({ device, pipeline, groups, size }: Command, repeats: number): Promise<number> {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  for (const [index, { group, offsets }] of groups) pass.setBindGroup(index, group, offsets);
  for (let k = 0; k < repeats; k++) pass.dispatchWorkgroups(...size);
  pass.end();
  const started = performance.now();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - started) / repeats;
}
