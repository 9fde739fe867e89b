/**
 * Runs our WGSL on tfjs's device, in tfjs's command stream: dispatches go into the compute pass that tfjs has open, so
 * they are in order with its own. tfjs's `runWebGPUProgram` allows one result and no writes in place, which is why this
 * reaches into a few private fields of its backend; the version is pinned, and `GpuRunner.gpu.test.ts` notices a change.
 */
import type { Handle } from '../../Handle';
import { type Tensor, tf, type WebGPUBackend } from '../../tf';
import type { KernelForms } from '../../types';
import {
  type Emitter,
  type GpuKernel,
  type KernelIo,
  MAP_ELEMENTS,
  mapBody,
  USUAL_FORMS,
  VECTOR,
  WITH_SUBGROUPS,
  WORKGROUP,
} from './GpuKernel';
import { copyToImage, createImage, declareImage, imageBytes, imageLines, loadImage } from './images';

/** A shader and the name that its pipeline is cached under: everything that changes the source is in the key. */
export interface Shader {
  key: string;
  source: () => string;
  /** Parameters differ on every call (a step count, a seed), so that keeping their buffers would be waste. */
  freshParameters?: boolean;
  /** bindings that are textures, with a copy of the tensor */
  images?: ReadonlySet<number>;
}

const MAX_CACHED_UNIFORMS = 2048;

interface BackendInternals {
  computePassEncoder: GPUComputePassEncoder | null;
  commandEncoder: GPUCommandEncoder;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  uniformPendingDisposal: GPUBuffer[];
  bufferManager: { freeBuffers: Map<string, GPUBuffer[]>; numFreeBuffers: number; numBytesAllocated: number };
}

export class GpuRunner implements Emitter {
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly uniforms = new Map<string, GPUBuffer>();
  /** by the place among the images of a dispatch and the number of lines: each copy waits for who read the last one */
  private readonly images = new Map<string, GPUTexture>();
  private readonly internals: BackendInternals;
  private readonly shaders = new Map<string, EagerShader>();
  readonly device: GPUDevice;
  /** of the kernels that use subgroups; null where they cannot run (`subgroups.ts`) */
  subgroupSize: number | null = null;

  constructor(
    readonly backend: WebGPUBackend,
    /** whether the adapter runs on the CPU: loops cost it less than more threads and dispatches */
    readonly software = false,
    public forms: KernelForms = USUAL_FORMS,
  ) {
    this.device = backend.device;
    this.internals = backend as unknown as BackendInternals;
  }

  /** A tensor whose content is whatever the buffer held before: the shader must write all of it. */
  output(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): Tensor {
    const info = this.backend.makeTensorInfo([...shape], dtype);
    this.backend.uploadToGPU(info.dataId);
    return tf.engine().makeTensorFromTensorInfo(info) as Tensor;
  }

  /**
   * Queues one dispatch.
   * @param bindings tensors in the order of the shader's bindings from 0; the parameters are bound after them
   * @param words the parameters, 32 bits each (`floatBits` for floats)
   * @param workgroups in x, y, z
   */
  dispatch(
    shader: Shader,
    bindings: readonly Tensor[],
    words: readonly number[],
    workgroups: readonly [number, number, number],
  ): void {
    if (workgroups.some((count) => count === 0)) return;
    const { backend, internals } = this;
    const pipeline = this.pipeline(shader);
    let numImages = 0;
    const entries: GPUBindGroupEntry[] = bindings.map((tensor, binding) => {
      backend.uploadToGPU(tensor.dataId);
      internals.commandQueueOwnedIds.add(tensor.dataId);
      const isImage = shader.images?.has(binding);
      return { binding, resource: isImage ? this.imageOf(tensor, numImages++) : { buffer: this.bufferOf(tensor) } };
    });
    entries.push({
      binding: bindings.length,
      resource: { buffer: this.uniform(words, shader.freshParameters ?? false) },
    });
    const bindGroup = this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });

    backend.ensureCommandEncoderReady();
    internals.computePassEncoder ??= internals.commandEncoder.beginComputePass();
    const pass = internals.computePassEncoder;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
    internals.dispatchCountInPass++;
    if (internals.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
      this.flush();
    }
  }

  run(
    kernel: GpuKernel,
    inputs: Record<string, Handle>,
    outputs: Record<string, Handle>,
    words: Record<string, number>,
    threads?: number,
  ): void {
    const shader = this.shaderOf(kernel);
    const size = kernel.map ? outputs.result.size : 0;
    const values = shader.words.map(([name, type]) => {
      const value = name === 'size' && kernel.map ? size : words[name];
      return type === 'f32' ? floatBits(value) : value;
    });
    const bindings = shader.bindings.map((name) => (outputs[name] ?? inputs[name]) as Tensor);
    this.dispatchLinear(shader, bindings, values, threads ?? Math.ceil(size / MAP_ELEMENTS));
  }

  /** Queues one thread for each of `threads`; the shader finds its number with `linearIndex`. */
  dispatchLinear(shader: Shader, bindings: readonly Tensor[], words: readonly number[], threads: number): void {
    const groups = Math.ceil(threads / WORKGROUP);
    const limit = this.device.limits.maxComputeWorkgroupsPerDimension;
    const y = Math.ceil(groups / limit);
    this.dispatch(shader, bindings, words, [Math.ceil(groups / Math.max(1, y)), y, 1]);
  }

  /** Of these, those that would be compiled only where they first run, and then while everything waits for them. */
  notCompiled(kernels: Iterable<GpuKernel>): GpuKernel[] {
    return [...new Set(kernels)].filter(({ key }) => !this.pipelines.has(key));
  }

  /**
   * Compiles kernels side by side, on threads of the device. One that fails is heard of where it runs.
   * @param onProgress kernels compiled
   */
  async compileAhead(kernels: Iterable<GpuKernel>, onProgress?: (done: number) => void): Promise<void> {
    let done = 0;
    await Promise.allSettled(
      this.notCompiled(kernels).map(async (kernel) => {
        const { key, source } = this.shaderOf(kernel);
        const descriptor = this.pipelineDescriptor(key, source());
        const pipeline = await this.device.createComputePipelineAsync(descriptor);
        if (!this.pipelines.has(key)) this.pipelines.set(key, pipeline);
        onProgress?.(++done);
      }),
    );
  }

  /** Submits what is recorded. */
  flush(): void {
    this.backend.ensureCommandEncoderReady();
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
  }

  /**
   * Destroys the buffers that tfjs keeps to use them again: its pool goes by exact sizes and never shrinks, so that
   * what is done once would be held for good. For after such work; steps that follow one another need the pool.
   */
  releaseFree(): void {
    // Or commands that wait could still use them.
    this.flush();
    this.releaseImages();
    const pool = this.internals.bufferManager;
    for (const buffers of pool.freeBuffers.values()) {
      for (const buffer of buffers) {
        pool.numFreeBuffers--;
        pool.numBytesAllocated -= buffer.size;
        buffer.destroy();
      }
      // The list stays: tfjs puts buffers that are in use now back into it.
      buffers.length = 0;
    }
  }

  /** Bytes of all buffers of tfjs, used or free, of our parameters, and of our textures. */
  get heldBytes(): number {
    let bytes = this.internals.bufferManager.numBytesAllocated;
    for (const { height } of this.images.values()) bytes += imageBytes(height);
    for (const { size } of this.uniforms.values()) bytes += size;
    return bytes;
  }

  /** The buffer's content once all that is queued before has run. The copy is queued before this returns. */
  read(tensor: Tensor): Promise<ArrayBuffer> {
    this.backend.uploadToGPU(tensor.dataId);
    return this.backend.getBufferData(this.bufferOf(tensor));
  }

  bufferOf(tensor: Tensor): GPUBuffer {
    return this.backend.tensorMap.get(tensor.dataId).resource as GPUBuffer;
  }

  /** The buffer, with the tensor's values in it if they have not been uploaded yet. */
  deviceBufferOf(tensor: Tensor): GPUBuffer {
    this.backend.uploadToGPU(tensor.dataId);
    return this.bufferOf(tensor);
  }

  /** To be called for tensors that a shader wrote in place: tfjs may hold values that it read before. */
  forgetCachedValues(tensor: Tensor): void {
    this.backend.tensorMap.get(tensor.dataId).values = null as never;
  }

  dispose(): void {
    for (const buffer of this.uniforms.values()) buffer.destroy();
    this.uniforms.clear();
    this.pipelines.clear();
    this.releaseImages();
  }

  /** Queues the copy of a tensor into a texture. */
  private imageOf(tensor: Tensor, place: number): GPUTextureView {
    const { backend, internals } = this;
    const lines = imageLines(tensor.size);
    const key = `${place}/${lines}`;
    let texture = this.images.get(key);
    if (!texture) {
      texture = createImage(this.device, lines);
      this.images.set(key, texture);
    }
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    copyToImage(internals.commandEncoder, this.bufferOf(tensor), 0, tensor.size, texture);
    return texture.createView();
  }

  private releaseImages(): void {
    for (const texture of this.images.values()) texture.destroy();
    this.images.clear();
  }

  private shaderOf(kernel: GpuKernel): EagerShader {
    let shader = this.shaders.get(kernel.key);
    if (!shader) {
      shader = eagerShader(kernel);
      this.shaders.set(kernel.key, shader);
    }
    return shader;
  }

  private pipeline({ key, source }: Shader): GPUComputePipeline {
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.device.createComputePipeline(this.pipelineDescriptor(key, source()));
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  private pipelineDescriptor(label: string, code: string): GPUComputePipelineDescriptor {
    const module = this.device.createShaderModule({ code, label });
    return { compute: { module, entryPoint: 'main' }, label, layout: 'auto' };
  }

  /** Most parameters are sizes that come back every step: their buffers are written once and kept. */
  private uniform(words: readonly number[], fresh: boolean): GPUBuffer {
    const key = fresh ? '' : words.join();
    const known = this.uniforms.get(key);
    if (known) return known;
    const size = Math.ceil((words.length * 4) / 16) * 16;
    const data = new Uint32Array(size / 4);
    data.set(words);
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
    if (!fresh && this.uniforms.size < MAX_CACHED_UNIFORMS) {
      const buffer = this.device.createBuffer({ size, usage });
      this.device.queue.writeBuffer(buffer, 0, data);
      this.uniforms.set(key, buffer);
      return buffer;
    }
    const buffer = this.backend.bufferManager.acquireBuffer(size, usage);
    this.device.queue.writeBuffer(buffer, 0, data);
    this.internals.uniformPendingDisposal.push(buffer);
    return buffer;
  }
}

interface EagerShader extends Shader {
  /** names of inputs and outputs in the order of the bindings; one that is read in two widths is bound twice */
  bindings: string[];
  words: [string, 'u32' | 'f32'][];
}

/** A kernel by itself: each input and output is a whole buffer, the words are a uniform. */
function eagerShader(kernel: GpuKernel): EagerShader {
  const bindings: { variable: string; name: string; type: string; access: string }[] = [];
  const bind = (name: string, type: string, access: string) => {
    const variable = `${name}_${type.replace(/[<>]/g, '')}`;
    if (!bindings.some((binding) => binding.variable === variable)) bindings.push({ variable, name, type, access });
    return variable;
  };
  const images = new Set(kernel.images);
  const outputType = (name: string) => (kernel.integerOutputs?.includes(name) ? 'i32' : 'f32');
  const io: KernelIo = {
    read(name, index, width = 1) {
      if (images.has(name)) return loadImage(bind(name, 'image', 'read'), index);
      const isOutput = kernel.outputs.includes(name);
      const type = width > 1 ? VECTOR[width] : isOutput ? outputType(name) : kernel.inputs[name];
      return `${bind(name, type, isOutput ? 'read_write' : 'read')}[${width === 1 ? index : `(${index}) / ${width}u`}]`;
    },
    write(name, index, value, width = 1) {
      const type = width > 1 ? VECTOR[width] : outputType(name);
      return `${bind(name, type, 'read_write')}[${width === 1 ? index : `(${index}) / ${width}u`}] = ${value};`;
    },
    storesInLoop: false,
    word: (name) => `parameters.${name}`,
  };
  const words = Object.entries(kernel.map ? { size: 'u32', ...kernel.words } : kernel.words) as EagerShader['words'];
  const body = kernel.map ? mapBody(kernel, io) : (kernel.body as NonNullable<GpuKernel['body']>)(io);
  const source = `${kernel.subgroups ? WITH_SUBGROUPS : ''}${bindings.map(({ variable, type, access }, i) => (type === 'image' ? declareImage(variable, i) : `@group(0) @binding(${i}) var<storage, ${access}> ${variable}: array<${type}>;`)).join('\n')}
struct Parameters {
${words.map(([name, type]) => `  ${name}: ${type},`).join('\n')}
}
@group(0) @binding(${bindings.length}) var<uniform> parameters: Parameters;
${kernel.functions ?? ''}
${LINEAR_MAIN}
  ${body}
}`;
  return {
    key: kernel.key,
    source: () => source,
    freshParameters: (kernel.freshWords?.length ?? 0) > 0,
    images: new Set(bindings.flatMap(({ type }, i) => (type === 'image' ? [i] : []))),
    bindings: bindings.map(({ name }) => name),
    words,
  };
}

const converter = new DataView(new ArrayBuffer(4));

/** The bits of a float as an unsigned integer, for `words`. */
export function floatBits(value: number): number {
  converter.setFloat32(0, value);
  return converter.getUint32(0);
}

/** Declares storage bindings from 0 in order, then the parameters: `name: 'f32'` reads, `'out f32'` writes. */
export function declare(bindings: Record<string, string>, parameters: Record<string, 'u32' | 'f32'>): string {
  const lines = Object.entries(bindings).map(([name, kind], i) => {
    const access = kind.startsWith('out ') ? 'read_write' : 'read';
    return `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${kind.replace('out ', '')}>;`;
  });
  const fields = Object.entries(parameters).map(([name, type]) => `  ${name}: ${type},`);
  return `${lines.join('\n')}
struct Parameters {
${fields.join('\n')}
}
@group(0) @binding(${lines.length}) var<uniform> parameters: Parameters;
`;
}

/** The head of a one-dimensional shader: `index` is the thread's number, to be checked against a bound. */
export const LINEAR_MAIN = `
@compute @workgroup_size(${WORKGROUP})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * ${WORKGROUP}u + local;
`;
