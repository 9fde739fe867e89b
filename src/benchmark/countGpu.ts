/** Counts what anybody does with WebGPU on this thread: dispatches, and bytes of buffers and textures that are held. */

export interface GpuCounts {
  /** since the last call */
  takeDispatches(): number;
  /** of all buffers and textures that were made and not destroyed */
  heldBytes(): number;
}

let counts: GpuCounts | null = null;

/** From the first call on; one counter a thread. */
export function countGpu(): GpuCounts {
  counts ??= install();
  return counts;
}

function install(): GpuCounts {
  let dispatches = 0;
  let held = 0;
  const alive = new WeakSet<GPUBuffer>();
  const images = new WeakSet<GPUTexture>();
  if (typeof GPUComputePassEncoder !== 'undefined') {
    const pass = GPUComputePassEncoder.prototype;
    const { dispatchWorkgroups } = pass;
    pass.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...args) {
      dispatches++;
      return dispatchWorkgroups.apply(this, args);
    };
    const device = GPUDevice.prototype;
    const { createBuffer } = device;
    device.createBuffer = function (this: GPUDevice, descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      alive.add(buffer);
      held += buffer.size;
      return buffer;
    };
    const buffer = GPUBuffer.prototype;
    const { destroy } = buffer;
    buffer.destroy = function (this: GPUBuffer) {
      // destroying twice is allowed
      if (alive.delete(this)) held -= this.size;
      return destroy.call(this);
    };
    const { createTexture } = device;
    device.createTexture = function (this: GPUDevice, descriptor) {
      const texture = createTexture.call(this, descriptor);
      images.add(texture);
      held += bytesOf(texture);
      return texture;
    };
    const texture = GPUTexture.prototype;
    const { destroy: destroyTexture } = texture;
    texture.destroy = function (this: GPUTexture) {
      if (images.delete(this)) held -= bytesOf(this);
      return destroyTexture.call(this);
    };
  }
  return {
    takeDispatches() {
      const taken = dispatches;
      dispatches = 0;
      return taken;
    },
    heldBytes: () => held,
  };
}

/** @throws Error for a format that nobody here makes textures of */
function bytesOf({ format, width, height }: GPUTexture): number {
  if (format !== 'rgba32float') throw new Error(`bytes of a texel of ${format} are not known`);
  return 16 * width * height;
}
