/** The engine: one device, models' parameters on it, and steps over them. */

import type { CsrMatrix } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { openBackend } from './backend/openBackend';
import type { Handle } from './Handle';
import { cpuKernels } from './kernels/cpuKernels';
import { adaptForms } from './kernels/forms';
import { GpuRunner } from './kernels/gpu/GpuRunner';
import type { AdamSlot, Kernels } from './kernels/Kernels';
import { tfjsKernels } from './kernels/tfjsKernels';
import { TOP_K_KERNELS } from './kernels/topK/topK';
import { webgpuKernels } from './kernels/webgpuKernels';
import { createOps } from './ops';
import type { OpContext } from './ops/OpContext';
import { makeSlots, Parameters, upload } from './Parameters';
import { checkProgram } from './program/checkProgram';
import { makePlan } from './program/makePlan';
import { ProgramTraining } from './program/ProgramTraining';
import { eagerKernels, Recorder } from './program/Recorder';
import { StepProgram } from './program/StepProgram';
import { type Tensor, tf, type WebGPUBackend } from './tf';
import { tfjsTape } from './tfjsTape';
import type {
  AdamOptions,
  DeviceChoice,
  DeviceValues,
  Engine,
  ForwardFunction,
  HostArray,
  HostArrays,
  KernelForms,
  LossFunction,
  ParameterSet,
  ParameterState,
  PrepareOptions,
  SparseMatrix,
  Training,
} from './types';

/** tfjs passes indices through float32 on its way, which holds integers up to here. */
const LARGEST_ID = 2 ** 24;
/** Any seed of dropout will do. */
const CHECK_SEED = 20170401;
const LOSS_IS_TOLD_WITHIN_MS = 10_000;
/** Of `runEach`: forward passes that are queued before the device is waited for, and how often messages are let in. */
const MOST_QUEUED_RUNS = 32;
const YIELD_MS = 16;
/** What a mapping of a buffer rejects with, by the WebGPU standard, when its device is gone. */
const MAPPING_ERRORS = ['AbortError', 'OperationError'];

/**
 * Opens a device and makes an engine on it. One engine at a time: tfjs holds one WebGPU backend.
 * @throws PlaygroundError 'no-webgpu' or 'insecure-context' when a backend was chosen that is not there
 */
export async function createEngine(choice: DeviceChoice): Promise<Engine> {
  const backend = await openBackend(choice);
  const runner =
    backend.name === 'webgpu'
      ? new GpuRunner(tf.backend() as unknown as WebGPUBackend, backend.device.software ?? false)
      : null;
  if (runner) {
    await adaptForms(runner);
    runner.releaseFree();
  }
  const kernels = runner ? webgpuKernels(runner) : backend.name === 'cpu' ? cpuKernels : tfjsKernels;
  const programs = new Set<StepProgram>();
  /** Programs that were found equal to the eager form. */
  const checked = new Set<string>();
  /** The values of int32 tensors that came from the CPU. */
  const hostArrays = new WeakMap<object, Int32Array>();

  /** Before anything is queued: the device lives, and tfjs uses the backend of this engine. */
  function enter(): void {
    backend.assertAlive();
    // Synchronous where the backend exists; matters only where a test has two engines on one page.
    if (tf.getBackend() !== backend.name) void tf.setBackend(backend.name);
  }

  function uploadBatch(arrays: HostArrays): Record<string, Tensor> {
    const tensors: Record<string, Tensor> = {};
    for (const [name, array] of Object.entries(arrays)) {
      if (array.data instanceof Int32Array) assertExact(name, array.data);
      const tensor = upload(name, array);
      if (array.data instanceof Int32Array) hostArrays.set(tensor.dataId, array.data);
      tensors[name] = tensor;
    }
    return tensors;
  }

  function context(dropoutSeed: number | null, differentiating: boolean): OpContext {
    const dropout = dropoutSeed === null ? null : { seed: dropoutSeed, nextLayer: 0 };
    return {
      kernels: kernels as Kernels<Handle>,
      tape: tfjsTape,
      dropout,
      differentiating,
      hostIds: (ids) => hostArrays.get((ids as Tensor).dataId) ?? null,
    };
  }

  /** Loss and the gradients of all parameters that it depends on. Call inside a tidy. */
  function differentiate(
    parameters: Parameters,
    batch: HostArrays,
    loss: LossFunction,
    dropoutSeed: number | null,
  ): { loss: Tensor; gradients: (Tensor | undefined)[] } {
    const inputs = uploadBatch(batch);
    const values = parameters.values();
    const ops = createOps(context(dropoutSeed, true));
    const { value, grads } = tf.engine().gradients(
      () => loss(ops, values, inputs) as Tensor,
      parameters.names.map((name) => values[name]),
      undefined,
      // Or an unused parameter would be an error.
      true,
    );
    return { loss: value, gradients: grads };
  }

  function stepEagerly(
    parameters: ParameterSet,
    batch: HostArrays,
    loss: LossFunction,
    adam: AdamOptions,
    dropoutSeed: number,
  ): void {
    enter();
    const set = parameters as Parameters;
    set.settle(true);
    tf.tidy(() => {
      const result = differentiate(set, batch, loss, dropoutSeed);
      set.addLoss(result.loss);
      set.step++;
      const step = {
        ...adam,
        correction1: 1 - adam.beta1 ** set.step,
        correction2: 1 - adam.beta2 ** set.step,
      };
      set.names.forEach((name, i) => {
        const gradient = result.gradients[i];
        if (gradient) kernels.adam(set.slots.get(name) as AdamSlot, gradient, step);
      });
    });
  }

  /** After what is done once: gives back the memory that tfjs would keep for it. */
  function tidyUp(): void {
    // A lost device holds nothing.
    if (!backend.isAlive()) return;
    runner?.releaseFree();
  }

  /** Without dropout. @param held values beside the parameters */
  function forwardOnce(set: Parameters, inputs: HostArrays, forward: ForwardFunction, held?: DeviceValues): Tensor {
    set.settle(false);
    // A copy, or a parameter that is returned as it is would be disposed with the result.
    return tf.tidy(() => {
      const values = { ...set.values(), ...(held as HeldTensors | undefined)?.tensors };
      return (forward(createOps(context(null, false)), values, uploadBatch(inputs)) as Tensor).clone();
    });
  }

  async function readGradients(set: Parameters, batch: HostArrays, loss: LossFunction, dropoutSeed: number | null) {
    set.settle(false);
    const tensors = tf.tidy(() => {
      const result = differentiate(set, batch, loss, dropoutSeed);
      const gradients = set.names.map((name, i) => {
        return result.gradients[i] ?? tf.zerosLike((set.slots.get(name) as AdamSlot).value);
      });
      return [result.loss, ...gradients];
    });
    try {
      const names = ['', ...set.names];
      const { '': value, ...gradients } = await readAll(
        Object.fromEntries(tensors.map((tensor, i) => [names[i], tensor])),
      );
      return { loss: value.data[0], gradients };
    } finally {
      tf.dispose(tensors);
      tidyUp();
    }
  }

  /** @throws Error where the step cannot be a program, or is not what it is eagerly */
  async function trainByProgram(
    runner: GpuRunner,
    set: Parameters,
    batch: HostArrays,
    loss: LossFunction,
    adam: AdamOptions,
    { onProgress, check = true, forms: wanted, lists }: PrepareOptions,
  ): Promise<Training> {
    // A run may have been begun on another adapter.
    const isUsable = wanted && (wanted.subgroup === undefined || wanted.subgroup === runner.subgroupSize);
    const forms = isUsable ? wanted : runner.forms;
    const shapes = shapesOf(set);
    const newRecorder = (forms: KernelForms) => new Recorder((tensor) => runner.deviceBufferOf(tensor), forms);
    const recording = newRecorder(forms).record(shapes, batch, loss);
    const { maxStorageBuffersPerShaderStage } = runner.device.limits;
    const plan = makePlan(recording, shapes, batch, adam, {
      maxBindings: maxStorageBuffersPerShaderStage,
      software: runner.software,
    });
    // Equal shaders in equal order over equal buffers do the same.
    const identity = JSON.stringify([plan.dispatches, plan.buffers.map(({ bytes }) => bytes), plan.images]);
    const needsCheck = check && !checked.has(identity);
    // Matrices may still wait among tfjs's commands for their upload.
    runner.flush();
    const listJobs = lists ? newRecorder(runner.forms).forward(shapes, lists.inputs, lists.score) : [];
    const ahead = runner.notCompiled([
      ...(needsCheck ? eagerKernels(recording) : []),
      ...(lists ? [...listJobs.map(({ kernel }) => kernel), ...TOP_K_KERNELS] : []),
    ]);
    const compiled = { program: 0, ofProgram: 0, ahead: 0 };
    const report = (more: Partial<typeof compiled>) => {
      Object.assign(compiled, more);
      onProgress?.(compiled.program + compiled.ahead, compiled.ofProgram + ahead.length);
    };
    const created = StepProgram.create(runner.device, plan, (program, ofProgram) => report({ program, ofProgram }));
    // Beside the program, which runs first: otherwise each is compiled where it first runs, and all else waits.
    const compiledAhead = runner.compileAhead(ahead, (ahead) => report({ ahead }));
    const program = await created;
    try {
      await compiledAhead;
      if (needsCheck) {
        const values = await readAll(slotsOf(set, 'value'));
        const eager = { values, dropoutSeed: CHECK_SEED, ...(await readGradients(set, batch, loss, CHECK_SEED)) };
        const problem = await checkProgram(runner, program, batch, adam, eager);
        if (problem) throw new Error(`the program is not what it should be: ${problem}`);
        checked.add(identity);
      }
    } catch (error) {
      program.dispose();
      throw error;
    }
    programs.add(program);
    const training = new ProgramTraining(runner, program, set, adam);
    return {
      path: { kind: 'program', dispatches: program.dispatches, gpuBytes: program.bytes, forms },
      steps(count, input) {
        enter();
        training.steps(count, input);
      },
      finished: () => finished(runner),
      dispose() {
        if (set.residence === training) set.settle(true);
        programs.delete(program);
        program.dispose();
      },
    };
  }

  /** Reads a tensor without tfjs's cache of values, which does not know of in-place updates. */
  async function read(tensor: Tensor): Promise<HostArray> {
    const shape = [...tensor.shape];
    if (runner) {
      const bytes = await runner.read(tensor);
      return { shape, data: tensor.dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes) };
    }
    const data = tensor.dtype === 'int32' ? await tensor.data<'int32'>() : await tensor.data<'float32'>();
    return { shape, data: data.slice() as HostArray['data'] };
  }

  /** Reads many; all copies are queued before the first is awaited, so that they are of one moment. */
  async function readAll(tensors: Record<string, Tensor>): Promise<HostArrays> {
    const pairs = await awaitDevice(
      Promise.all(Object.entries(tensors).map(async ([name, tensor]) => [name, await read(tensor)] as const)),
    );
    tidyUp();
    return Object.fromEntries(pairs);
  }

  /** A lost device rejects reads with errors of its own, a failed shader lets them return stale values. */
  async function awaitDevice<T>(promise: Promise<T>): Promise<T> {
    try {
      const value = await promise;
      backend.assertAlive();
      return value;
    } catch (error) {
      backend.assertAlive();
      if (!MAPPING_ERRORS.includes((error as Error | undefined)?.name ?? '')) throw error;
      // The rejected read may come long before the news that the device is lost: the GPU finishes its work first.
      const told = new Promise<void>((resolve) => setTimeout(resolve, LOSS_IS_TOLD_WITHIN_MS));
      await Promise.race([backend.lost, told]);
      backend.assertAlive();
      // Nothing but a device that is going away rejects the mapping of a buffer of ours.
      if (error instanceof DOMException) throw new PlaygroundError('device-lost', error.message);
      throw error;
    }
  }

  /** Those who wait for the device to finish: told by it, or that it is gone. */
  const waiting = new Set<() => void>();
  void backend.lost.then(() => {
    for (const tell of [...waiting]) tell();
  });

  function finished(runner: GpuRunner): Promise<void> {
    return new Promise((resolve) => {
      const tell = () => {
        waiting.delete(tell);
        resolve();
      };
      waiting.add(tell);
      runner.device.queue.onSubmittedWorkDone().then(tell, tell);
    });
  }

  function shapesOf(set: Parameters): Record<string, number[]> {
    return Object.fromEntries([...set.slots].map(([name, { value }]) => [name, value.shape]));
  }

  function slotsOf(parameters: Parameters, part: keyof AdamSlot): Record<string, Tensor> {
    return Object.fromEntries([...parameters.slots].map(([name, slot]) => [name, slot[part]]));
  }

  return {
    device: backend.device,
    lost: backend.lost,

    createParameters(values: HostArrays): ParameterSet {
      enter();
      return new Parameters(makeSlots(values, null), 0, tidyUp);
    },

    restoreParameters(state: ParameterState): ParameterSet {
      enter();
      const moments = { first: state.firstMoments, second: state.secondMoments };
      return new Parameters(makeSlots(state.values, moments), state.step, tidyUp);
    },

    async readParameters(parameters): Promise<ParameterState> {
      enter();
      const set = parameters as Parameters;
      set.settle(false);
      const { step } = set;
      const [values, firstMoments, secondMoments] = await Promise.all([
        readAll(slotsOf(set, 'value')),
        readAll(slotsOf(set, 'firstMoment')),
        readAll(slotsOf(set, 'secondMoment')),
      ]);
      return { values, firstMoments, secondMoments, step };
    },

    writeValues(parameters, values): void {
      enter();
      (parameters as Parameters).settle(true);
      for (const [name, array] of Object.entries(values)) {
        const slot = (parameters as Parameters).slots.get(name);
        if (!slot || slot.value.size !== array.data.length) {
          throw new PlaygroundError('shape', `writeValues: no parameter ${name} of shape [${array.shape}]`);
        }
        slot.value.dispose();
        slot.value = upload(name, array);
      }
    },

    async readValues(parameters): Promise<HostArrays> {
      enter();
      (parameters as Parameters).settle(false);
      return readAll(slotsOf(parameters as Parameters, 'value'));
    },

    createSparse(matrix: CsrMatrix) {
      enter();
      const device = kernels.uploadCsr(matrix);
      const dispose = () => {
        for (const tensor of device.tensors) tensor.dispose();
        tidyUp();
      };
      return Object.assign(device, { dispose }) as SparseMatrix & { dispose(): void };
    },

    step: stepEagerly,

    async prepareTraining(parameters, batch, loss, adam, options = {}): Promise<Training> {
      enter();
      const set = parameters as Parameters;
      const eagerly = (reason: string): Training => ({
        path: { kind: 'eager', reason },
        steps(count, input) {
          for (let k = 0; k < count; k++) {
            const { batch, dropoutSeed } = input(k);
            stepEagerly(set, batch, loss, adam, dropoutSeed);
          }
        },
        async finished() {
          runner?.flush();
          if (runner) await finished(runner);
        },
        dispose() {},
      });
      if (!runner) return eagerly('only WebGPU replays steps');
      try {
        return await awaitDevice(trainByProgram(runner, set, batch, loss, adam, options));
      } catch (error) {
        backend.assertAlive();
        if (error instanceof PlaygroundError) throw error;
        return eagerly(error instanceof Error ? error.message : String(error));
      }
    },

    async readLoss(parameters): Promise<number | null> {
      enter();
      const set = parameters as Parameters;
      const { lossSum } = set;
      const byPrograms = set.takeProgramLosses();
      const count = set.lossCount + byPrograms.reduce((sum, { steps }) => sum + steps, 0);
      set.lossSum = null;
      set.lossCount = 0;
      if (count === 0) return null;
      try {
        const eager = lossSum ? read(lossSum).then(({ data }) => data[0]) : 0;
        const sums = await awaitDevice(Promise.all([eager, ...byPrograms.map(({ sum }) => sum)]));
        return sums.reduce((total, sum) => total + sum, 0) / count;
      } finally {
        lossSum?.dispose();
      }
    },

    async gradients(parameters, batch, loss, dropoutSeed) {
      enter();
      return readGradients(parameters as Parameters, batch, loss, dropoutSeed);
    },

    compute(parameters, shared): DeviceValues {
      enter();
      const set = parameters as Parameters;
      set.settle(false);
      // Copies, as below.
      const tensors = tf.tidy(() => {
        const values = shared(createOps(context(null, false)), set.values()) as Record<string, Tensor>;
        return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.clone()]));
      });
      // What led to them is larger than what is held.
      tidyUp();
      return new HeldTensors(tensors, tidyUp);
    },

    async run(parameters, inputs, forward, held): Promise<HostArray> {
      enter();
      const result = forwardOnce(parameters as Parameters, inputs, forward, held);
      try {
        return await awaitDevice(read(result));
      } finally {
        result.dispose();
        // With held values more of the same comes.
        if (!held) tidyUp();
      }
    },

    async runEach(parameters, inputs, forward, held): Promise<Float32Array> {
      const scalars: Tensor[] = [];
      try {
        let lastYield = performance.now();
        for (const input of inputs) {
          enter();
          scalars.push(forwardOnce(parameters as Parameters, input, forward, held));
          // What is uploaded for each waits with it.
          if (runner && scalars.length % MOST_QUEUED_RUNS === 0) await finished(runner);
          if (performance.now() - lastYield > YIELD_MS) {
            await yieldToEvents();
            lastYield = performance.now();
          }
        }
        if (scalars.length === 0) return new Float32Array(0);
        enter();
        const all = tf.tidy(() => tf.concat(scalars.map((scalar) => scalar.reshape([1]))).clone());
        scalars.push(all);
        return (await awaitDevice(read(all))).data as Float32Array;
      } finally {
        tf.dispose(scalars);
        if (!held) tidyUp();
      }
    },

    memory() {
      const { numTensors, numBytes } = tf.memory();
      const inPrograms = [...programs].reduce((sum, { bytes }) => sum + bytes, 0);
      return { numTensors, numBytes: numBytes + inPrograms, gpuBytes: runner ? runner.heldBytes + inPrograms : null };
    },

    dispose() {
      for (const program of programs) program.dispose();
      runner?.dispose();
      backend.close();
    },
  };
}

class HeldTensors implements DeviceValues {
  constructor(
    readonly tensors: Record<string, Tensor>,
    private readonly onDispose: () => void,
  ) {}

  dispose(): void {
    tf.dispose(this.tensors);
    this.onDispose();
  }
}

function assertExact(name: string, ids: Int32Array): void {
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] > LARGEST_ID || ids[i] < -LARGEST_ID) {
      throw new PlaygroundError('shape', `${name}[${i}] = ${ids[i]}: tfjs holds whole numbers up to 2^24 only`);
    }
  }
}
