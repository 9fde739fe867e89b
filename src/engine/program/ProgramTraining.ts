/** Steps of one parameter set through a program: keeps parameters where they are needed, and adds up losses. */
import type { GpuRunner } from '../kernels/gpu/GpuRunner';
import type { Parameters, Residence } from '../Parameters';
import type { AdamOptions, HostArrays } from '../types';
import type { StepProgram } from './StepProgram';

export class ProgramTraining implements Residence {
  private unreadSteps = 0;

  constructor(
    private readonly runner: GpuRunner,
    private readonly program: StepProgram,
    private readonly parameters: Parameters,
    private readonly adam: AdamOptions,
  ) {}

  /** Queues steps, as many in one submit as fit. @param input of step 0 .. count - 1 */
  steps(count: number, input: (step: number) => { batch: HostArrays; dropoutSeed: number }): void {
    const { parameters, program, adam } = this;
    this.settleHere();
    for (let from = 0; from < count; from += program.capacity) {
      const some = Math.min(program.capacity, count - from);
      const taken = parameters.step;
      program.load(some, (s) => {
        const { batch, dropoutSeed } = input(from + s);
        const t = taken + s + 1;
        return {
          batch,
          seed: dropoutSeed,
          rate: adam.learningRate / (1 - adam.beta1 ** t),
          rootFactor: 1 / Math.sqrt(1 - adam.beta2 ** t),
        };
      });
      program.run(some);
      parameters.step += some;
      this.unreadSteps += some;
    }
  }

  /** Copies values and moments from the program's buffers to the tensors. */
  pull(): void {
    this.copy((encoder, program, tensor, offset, bytes) =>
      encoder.copyBufferToBuffer(program, offset, tensor, 0, bytes),
    );
    for (const { value, firstMoment, secondMoment } of this.parameters.slots.values()) {
      for (const tensor of [value, firstMoment, secondMoment]) this.runner.forgetCachedValues(tensor);
    }
  }

  /** The sum of the losses since it was last taken, and of how many steps; it starts anew. */
  takeLoss(): { sum: Promise<number>; steps: number } | null {
    const steps = this.unreadSteps;
    if (steps === 0) return null;
    this.unreadSteps = 0;
    const { device } = this.runner;
    const state = this.program.buffer('state');
    const staging = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(state, 0, staging, 0, 4);
    encoder.clearBuffer(state, 0, 4);
    device.queue.submit([encoder.finish()]);
    const sum = staging
      .mapAsync(GPUMapMode.READ)
      .then(() => new Float32Array(staging.getMappedRange())[0])
      .finally(() => staging.destroy());
    return { sum, steps };
  }

  private settleHere(): void {
    const { parameters } = this;
    if (parameters.residence !== this) {
      parameters.settle(false);
      this.copy((encoder, program, tensor, offset, bytes) =>
        encoder.copyBufferToBuffer(tensor, 0, program, offset, bytes),
      );
      parameters.residence = this;
    }
    parameters.tensorsAreFresh = false;
  }

  private copy(
    one: (encoder: GPUCommandEncoder, program: GPUBuffer, tensor: GPUBuffer, offset: number, bytes: number) => void,
  ): void {
    const { runner, program } = this;
    const { parameterOffsets, numValues } = program.plan;
    const encoder = runner.device.createCommandEncoder();
    for (const [name, { value, firstMoment, secondMoment }] of this.parameters.slots) {
      const offset = 4 * (parameterOffsets.get(name) as number);
      const bytes = 4 * value.size;
      one(encoder, program.buffer('values'), runner.deviceBufferOf(value), offset, bytes);
      one(encoder, program.buffer('moments'), runner.deviceBufferOf(firstMoment), offset, bytes);
      one(encoder, program.buffer('moments'), runner.deviceBufferOf(secondMoment), 4 * numValues + offset, bytes);
    }
    // What tfjs has recorded comes first: uploads of the tensors, and what reads them as they were.
    runner.flush();
    runner.device.queue.submit([encoder.finish()]);
  }
}
