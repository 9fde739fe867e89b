/** jax-js on WebGPU in Node, which it does not count among its platforms: it only misses a browser's name. */
import { defaultDevice, getWebGPUDevice, init } from '@jax-js/jax';
import { type AdapterChoice, provideGpu } from '../../nodeGpu';

/** What package.json says: the library does not tell. */
export const JAX_NAME = 'jax-js 0.1.25';

export interface OpenJax {
  /** the adapter's name */
  device: string;
  /** @throws Error if the device has refused anything: jax-js itself goes on */
  check(): void;
}

export async function openJax(adapter: AdapterChoice): Promise<OpenJax> {
  await provideGpu(adapter);
  // read without a check when the WebGPU part is loaded
  Object.assign(navigator, { userAgent: 'Node' });
  const devices = await init('webgpu');
  if (!devices.includes('webgpu')) throw new Error('jax-js finds no WebGPU device');
  defaultDevice('webgpu');
  const gpu = getWebGPUDevice();
  let refused: string | null = null;
  gpu.addEventListener('uncapturederror', ({ error }) => {
    refused ??= error.message;
  });
  const { description, device, vendor } = gpu.adapterInfo;
  return {
    device: description || device || vendor,
    check() {
      if (refused !== null) throw new Error(`jax-js on WebGPU: ${refused}`);
    },
  };
}
