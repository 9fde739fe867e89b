/** WebGPU in Node, by Dawn (`webgpu`): a GPU, Mesa's lavapipe on the CPU, or an adapter that computes nothing. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export type AdapterChoice = 'lavapipe' | 'gpu' | 'null';

const ICD_FOLDER = '/usr/share/vulkan/icd.d';

/** The driver file of lavapipe; null where Mesa's Vulkan drivers are not installed. */
export function lavapipeDriver(): string | null {
  if (!existsSync(ICD_FOLDER)) return null;
  const file = readdirSync(ICD_FOLDER).find((name) => /^lvp_icd.*\.json$/.test(name));
  return file ? path.join(ICD_FOLDER, file) : null;
}

/** What a process needs in its environment to get this adapter. @throws Error where it is not installed */
export function environmentFor(adapter: AdapterChoice): Record<string, string> {
  if (adapter !== 'lavapipe') return {};
  const driver = lavapipeDriver();
  if (driver === null) throw new Error('lavapipe is not installed: bash scripts/bench/setupLavapipe.sh');
  return { VK_ICD_FILENAMES: driver };
}

/** Makes `navigator.gpu`. The environment must be that of `environmentFor`. Call before anything asks for an adapter. */
export async function provideGpu(adapter: AdapterChoice): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create(adapter === 'null' ? ['backend=null'] : []);
  // Held for good: collected, it takes the process with it. Later versions of Node have a navigator of their own.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
}
