import { saveBlob } from '@/components/saveBlob';
import { getClient } from '@/state/client';
import { useDevice } from '@/state/device';
import { cardOf } from '@/state/runCards';
import type { Run } from '@/state/runTypes';
import { unwrap } from '@/state/useAnswer';

/** Whether a run can be saved as a file: it has parameters, and they are final. */
export function hasFile(run: Run): boolean {
  return run.neural && run.finished !== null;
}

/** Hands the model of a run to the browser's downloads. @throws PlaygroundError when it cannot be read back */
export async function saveModelFile(run: Run): Promise<void> {
  const client = await getClient();
  // A model of an earlier session is read back from the device, like any other.
  void useDevice.getState().ensure();
  saveBlob(unwrap(await client.modelFile(cardOf(run))), `${fileNameOf(run)}.safetensors`);
}

/** `neumf-2-movielens-100k`: what any file system takes. */
export function fileNameOf(run: Run): string {
  return plain(`${run.label} ${run.dataset.name}`);
}

export function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('+', 'refit')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
