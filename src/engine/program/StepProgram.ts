/** A planned step on a device: its buffers, its pipelines, and many steps in one submit. */
import { PlaygroundError } from '@/lib/errors';
import { copyToImage, createImage, IMAGE_LAYOUT, imageBytes } from '../kernels/gpu/images';
import type { HostArrays } from '../types';
import type { Plan } from './makePlan';
import { bufferBytes, programSizes, UNIFORM_ALIGNMENT } from './programSizes';

/** A step that is to run: its batch, the seed of its dropout, and the corrections of Adam. */
export interface StepInput {
  batch: HostArrays;
  seed: number;
  /** learning rate / (1 - beta1^t) */
  rate: number;
  /** 1 / sqrt(1 - beta2^t) */
  rootFactor: number;
}

interface Command {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  x: number;
  y: number;
  /** what is copied into textures first */
  copies: { buffer: GPUBuffer; offset: number; size: number; texture: GPUTexture }[];
}

export class StepProgram {
  /** steps that `load` takes at most */
  readonly capacity: number;
  /** bytes of the buffers and textures that are the program's own */
  readonly bytes: number;
  private readonly batches: Uint32Array;
  private readonly steps: DataView;
  private loaded = 0;
  private next = 0;

  private constructor(
    private readonly device: GPUDevice,
    readonly plan: Plan,
    private readonly buffers: GPUBuffer[],
    private readonly stepBuffer: GPUBuffer,
    private readonly stepGroup: GPUBindGroup,
    private readonly commands: Command[],
    private readonly own: (GPUBuffer | GPUTexture)[],
    { capacity, bytes }: { capacity: number; bytes: number },
  ) {
    this.bytes = bytes;
    this.capacity = capacity;
    this.batches = new Uint32Array(capacity * plan.record.stride);
    this.steps = new DataView(new ArrayBuffer(capacity * UNIFORM_ALIGNMENT));
  }

  /**
   * Compiles all shaders side by side and makes all buffers.
   * @param onProgress shaders compiled, of how many
   * @throws PlaygroundError 'out-of-memory' where the device cannot hold it; Error when a shader does not compile
   */
  static async create(
    device: GPUDevice,
    plan: Plan,
    onProgress?: (done: number, total: number) => void,
  ): Promise<StepProgram> {
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    const maxBufferBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    const sizes = programSizes(plan, maxBufferBytes);
    const { capacity } = sizes;
    // Said here, since binding a buffer that is too large is an error that nobody waits for.
    const largest = sizes.buffers.reduce((most, bytes, k) => (bytes > sizes.buffers[most] ? k : most), 0);
    if (sizes.buffers[largest] > maxBufferBytes) {
      throw outOfMemory(
        `the buffer "${plan.buffers[largest].key}" needs ${sizes.buffers[largest]} bytes, the device has ${maxBufferBytes}`,
      );
    }
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    const { STORAGE, COPY_DST, COPY_SRC, UNIFORM } = GPUBufferUsage;
    const own: (GPUBuffer | GPUTexture)[] = [];
    let bytes = 0;
    const make = (label: string, size: number, usage: number) => {
      const buffer = device.createBuffer({ label, size: bufferBytes(size), usage });
      bytes += buffer.size;
      own.push(buffer);
      return buffer;
    };
    const images = plan.images.map((lines) => {
      const texture = createImage(device, lines);
      bytes += imageBytes(lines);
      own.push(texture);
      return texture;
    });
    const buffers = plan.buffers.map(
      ({ key, external }, k) => external ?? make(key, sizes.buffers[k], STORAGE | COPY_DST | COPY_SRC),
    );
    device.queue.writeBuffer(buffers[plan.buffers.findIndex(({ key }) => key === 'table')], 0, plan.table);

    const stepLayout = device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } },
      ],
    });
    const stepBuffer = make('steps', sizes.stepBytes, UNIFORM | COPY_DST);
    const stepGroup = device.createBindGroup({
      layout: stepLayout,
      entries: [{ binding: 0, resource: { buffer: stepBuffer, size: 16 } }],
    });

    const { wordBytes } = sizes;
    const wordBuffer = make(
      'words',
      wordBytes.reduce((sum, bytes) => sum + bytes, 0),
      UNIFORM | COPY_DST,
    );
    const pipelines = new Map<string, { layout: GPUBindGroupLayout; pipeline: Promise<GPUComputePipeline> }>();
    let compiled = 0;
    for (const { label, source, bindings, words } of plan.dispatches) {
      if (pipelines.has(source)) continue;
      const layout = device.createBindGroupLayout({
        entries: [
          ...bindings.map(
            ({ write, image }, binding): GPUBindGroupLayoutEntry => ({
              binding,
              visibility: GPUShaderStage.COMPUTE,
              ...(image
                ? { storageTexture: IMAGE_LAYOUT }
                : { buffer: { type: write ? 'storage' : 'read-only-storage' } }),
            }),
          ),
          ...(words.length > 0
            ? [{ binding: bindings.length, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform' as const } }]
            : []),
        ],
      });
      const pipeline = device
        .createComputePipelineAsync({
          label,
          layout: device.createPipelineLayout({ bindGroupLayouts: [layout, stepLayout] }),
          compute: { module: device.createShaderModule({ code: source, label }), entryPoint: 'main' },
        })
        .then((pipeline) => {
          onProgress?.(++compiled, pipelines.size);
          return pipeline;
        });
      pipelines.set(source, { layout, pipeline });
    }
    const errors = Promise.all([device.popErrorScope(), device.popErrorScope()]);
    // All are awaited, or a second failure would go unheard.
    const outcomes = await Promise.allSettled([...pipelines.values()].map(({ pipeline }) => pipeline));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    // The scope that was opened last is closed first.
    const [invalid, full] = await errors;
    if (failed || invalid || full) {
      for (const resource of own) resource.destroy();
      // Op by op the same would take more memory, not less.
      if (full) throw outOfMemory(full.message);
      throw invalid ? new Error(invalid.message) : failed?.reason;
    }

    const maxGroups = device.limits.maxComputeWorkgroupsPerDimension;
    let wordOffset = 0;
    const commands: Command[] = [];
    for (const [d, { source, bindings, words, groups }] of plan.dispatches.entries()) {
      const { layout, pipeline } = pipelines.get(source) as NonNullable<ReturnType<typeof pipelines.get>>;
      const entries: GPUBindGroupEntry[] = bindings.map(({ buffer, image }, binding) => ({
        binding,
        resource: image ? images[image.image].createView() : { buffer: buffers[buffer] },
      }));
      if (words.length > 0) {
        device.queue.writeBuffer(wordBuffer, wordOffset, words);
        const size = Math.ceil(words.length / 4) * 16;
        entries.push({ binding: bindings.length, resource: { buffer: wordBuffer, offset: wordOffset, size } });
        wordOffset += wordBytes[d];
      }
      const y = Math.ceil(groups / maxGroups);
      commands.push({
        pipeline: await pipeline,
        group: device.createBindGroup({ layout, entries }),
        x: Math.ceil(groups / y),
        y,
        copies: bindings.flatMap(({ buffer, image }) =>
          image
            ? [{ buffer: buffers[buffer], offset: 4 * image.offset, size: image.size, texture: images[image.image] }]
            : [],
        ),
      });
    }
    return new StepProgram(device, plan, buffers, stepBuffer, stepGroup, commands, own, { capacity, bytes });
  }

  /** Dispatches of a step. */
  get dispatches(): number {
    return this.commands.length;
  }

  /** Loaded steps that have not been queued. */
  get ready(): number {
    return this.loaded - this.next;
  }

  /**
   * Uploads the next steps, in place of those that were loaded.
   * @param input of step 0 .. count - 1
   * @throws PlaygroundError 'shape'
   */
  load(count: number, input: (step: number) => StepInput): void {
    const { stride } = this.plan.record;
    for (let s = 0; s < count; s++) {
      const { batch, seed, rate, rootFactor } = input(s);
      this.plan.record.write(batch, this.batches.subarray(s * stride, (s + 1) * stride));
      const at = s * UNIFORM_ALIGNMENT;
      this.steps.setUint32(at, s * stride, true);
      this.steps.setUint32(at + 4, seed >>> 0, true);
      this.steps.setFloat32(at + 8, rate, true);
      this.steps.setFloat32(at + 12, rootFactor, true);
    }
    const { queue } = this.device;
    queue.writeBuffer(this.buffer('batch'), 0, this.batches, 0, count * stride);
    queue.writeBuffer(this.stepBuffer, 0, this.steps.buffer, 0, count * UNIFORM_ALIGNMENT);
    this.loaded = count;
    this.next = 0;
  }

  /** Queues the next `count` of the loaded steps. */
  run(count: number): void {
    const encoder = this.device.createCommandEncoder();
    let pass = encoder.beginComputePass();
    let bound: GPUComputePipeline | null = null;
    const end = Math.min(this.loaded, this.next + count);
    for (let s = this.next; s < end; s++) {
      pass.setBindGroup(1, this.stepGroup, [s * UNIFORM_ALIGNMENT]);
      for (const { pipeline, group, x, y, copies } of this.commands) {
        if (copies.length > 0) {
          // Nothing is copied within a pass, and a new one has nothing bound.
          pass.end();
          for (const { buffer, offset, size, texture } of copies) copyToImage(encoder, buffer, offset, size, texture);
          pass = encoder.beginComputePass();
          pass.setBindGroup(1, this.stepGroup, [s * UNIFORM_ALIGNMENT]);
          bound = null;
        }
        if (pipeline !== bound) pass.setPipeline(pipeline);
        bound = pipeline;
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(x, y);
      }
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    this.next = end;
  }

  /** One of the program's buffers, by what it holds. */
  buffer(key: 'values' | 'moments' | 'state' | 'batch'): GPUBuffer {
    return this.buffers[this.plan.buffers.findIndex((buffer) => buffer.key === key)];
  }

  dispose(): void {
    for (const resource of this.own) resource.destroy();
  }
}

function outOfMemory(message: string): PlaygroundError {
  return new PlaygroundError('out-of-memory', message);
}
