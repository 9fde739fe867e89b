/** The start-up check: one step of a program against the eager form, on the same parameters and the same batch. */
import type { GpuRunner } from '../kernels/gpu/GpuRunner';
import type { AdamOptions, HostArrays } from '../types';
import type { StepProgram } from './StepProgram';

/** Of the largest gradient of a parameter, and of the largest of all: sums are rounded in another order. */
const OF_PARAMETER = 1e-3;
const OF_ALL = 1e-5;
const LOSS = 1e-4;

/** What the eager form gave. */
export interface EagerStep {
  values: HostArrays;
  loss: number;
  gradients: HostArrays;
  dropoutSeed: number;
}

/**
 * Runs one step from moments of zero, where the first moment shows the gradient and the update follows from it.
 * Leaves the program's parameters and moments as they are after it.
 * @returns what differs, or null
 */
export async function checkProgram(
  runner: GpuRunner,
  program: StepProgram,
  batch: HostArrays,
  adam: AdamOptions,
  eager: EagerStep,
): Promise<string | null> {
  const { device } = runner;
  const { parameterOffsets, numValues } = program.plan;
  const before = new Float32Array(numValues);
  for (const [name, offset] of parameterOffsets) before.set(eager.values[name].data, offset);
  device.queue.writeBuffer(program.buffer('values'), 0, before);
  const encoder = device.createCommandEncoder();
  encoder.clearBuffer(program.buffer('moments'));
  encoder.clearBuffer(program.buffer('state'));
  device.queue.submit([encoder.finish()]);

  const rate = adam.learningRate / (1 - adam.beta1);
  const rootFactor = 1 / Math.sqrt(1 - adam.beta2);
  program.load(1, () => ({ batch, seed: eager.dropoutSeed, rate, rootFactor }));
  program.run(1);
  const [values, moments, state] = await Promise.all(
    (['values', 'moments', 'state'] as const).map((key) => readFloats(device, program.buffer(key))),
  );
  const clear = device.createCommandEncoder();
  clear.clearBuffer(program.buffer('state'));
  device.queue.submit([clear.finish()]);

  if (!(Math.abs(state[0] - eager.loss) <= LOSS * Math.abs(eager.loss))) {
    return `the loss is ${state[0]} and should be ${eager.loss}`;
  }
  const largestOf = (x: ArrayLike<number>) =>
    Array.prototype.reduce.call(x, (max, v) => Math.max(max as number, Math.abs(v as number)), 0) as number;
  const largest = Math.max(...Object.values(eager.gradients).map(({ data }) => largestOf(data)));
  for (const [name, offset] of parameterOffsets) {
    const expected = eager.gradients[name].data;
    const allowed = OF_PARAMETER * largestOf(expected) + OF_ALL * largest;
    for (let i = 0; i < expected.length; i++) {
      const m = moments[offset + i];
      const gradient = m / (1 - adam.beta1);
      if (!(Math.abs(gradient - expected[i]) <= allowed)) {
        return `the gradient of ${name}[${i}] is ${gradient} and should be ${expected[i]}`;
      }
      const v = moments[numValues + offset + i];
      const updated = before[offset + i] - (rate * m) / (Math.sqrt(v) * rootFactor + adam.epsilon);
      if (!(Math.abs(values[offset + i] - updated) <= 1e-3 * adam.learningRate + 1e-5 * Math.abs(updated))) {
        return `${name}[${i}] is ${values[offset + i]} after a step and should be ${updated}`;
      }
    }
  }
  return null;
}

async function readFloats(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  const staging = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const floats = new Float32Array(staging.getMappedRange()).slice();
  staging.destroy();
  return floats;
}
