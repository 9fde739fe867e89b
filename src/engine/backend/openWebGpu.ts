/** Our own GPUDevice with the adapter's limits, handed to tfjs as its WebGPU backend. */
import { PlaygroundError } from '@/lib/errors';
import { tf, WebGPUBackend } from '../tf';
import { describeAdapter, looksLikeSoftware } from './describe';
import type { Opened } from './openBackend';
import { repairMatMul } from './repairMatMul';

/** What tfjs and our kernels are better off with as much of as the adapter has. */
const RAISED_LIMITS = [
  'maxStorageBuffersPerShaderStage',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies (keyof GPUSupportedLimits)[];

/** @throws PlaygroundError 'insecure-context' or 'no-webgpu' */
export async function openWebGpu(): Promise<Opened> {
  const adapter = await requestAdapter();
  const requiredLimits: Record<string, number> = {};
  for (const name of RAISED_LIMITS) {
    const limit = adapter.limits[name];
    if (limit !== undefined) requiredLimits[name] = limit;
  }
  let device: GPUDevice;
  try {
    // Kernels that use subgroups are there for adapters in software; tfjs wants timestamps only for tf.time.
    const requiredFeatures: GPUFeatureName[] = adapter.features.has('subgroups') ? ['subgroups'] : [];
    device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
  } catch (error) {
    throw new PlaygroundError('no-webgpu', `the adapter gave no device: ${String(error)}`);
  }
  const { lost, failure } = watch(device);

  // tfjs holds one backend a name: an engine that was not disposed loses its device here, and is told so.
  if (tf.engine().registryFactory.webgpu) {
    (tf.findBackend('webgpu') as WebGPUBackend | null)?.device.destroy();
    tf.removeBackend('webgpu');
  }
  repairMatMul();
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  if (!(await tf.setBackend('webgpu'))) {
    throw new PlaygroundError('no-webgpu', 'tfjs could not start its WebGPU backend');
  }

  const adapterName = describeAdapter(adapter.info);
  return {
    adapter: adapterName,
    software: isSoftware(adapter.info, adapterName),
    maxBufferBytes: Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize),
    lost,
    failure,
    close() {
      const current = tf.findBackend('webgpu') as WebGPUBackend | null;
      if (current?.device === device) tf.removeBackend('webgpu');
      device.destroy();
    },
  };
}

/** Null where the browser tells neither a name nor whether the adapter is a fallback. */
function isSoftware(info: GPUAdapterInfo | undefined, name: string): boolean | null {
  if (info?.isFallbackAdapter || looksLikeSoftware(name)) return true;
  return info?.isFallbackAdapter === false || info?.vendor ? false : null;
}

async function requestAdapter(): Promise<GPUAdapter> {
  if (typeof navigator === 'undefined' || !navigator.gpu) {
    if (globalThis.isSecureContext === false) {
      throw new PlaygroundError('insecure-context', 'WebGPU needs https or localhost');
    }
    throw new PlaygroundError('no-webgpu', 'this browser has no WebGPU');
  }
  // Null while `navigator.gpu` exists: no driver, a blocklisted one, or a flag.
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new PlaygroundError('no-webgpu', 'the browser has WebGPU but gives no adapter');
  return adapter;
}

/**
 * Losing the device and failing shaders throw nothing where they happen: tfjs goes on and reads stale data. Both are
 * therefore remembered and fatal.
 */
function watch(device: GPUDevice): Pick<Opened, 'lost' | 'failure'> {
  let failure: ReturnType<Opened['failure']> = null;
  const lost: Opened['lost'] = new Promise((resolve) => {
    const fail = (reason: NonNullable<typeof failure>) => {
      failure ??= reason;
      resolve(failure);
    };
    device.lost.then((info) => {
      const why = info.message || (info.reason === 'destroyed' ? 'the device was closed' : 'no reason given');
      fail({ code: 'device-lost', message: `the GPU device was lost: ${why}` });
    });
    device.onuncapturederror = (event) => {
      const code = event.error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'gpu-error';
      fail({ code, message: event.error.message });
    };
  });
  return { lost, failure: () => failure };
}
