/** Model files among what is dropped or chosen. */
import { useRuns } from '@/state/runs';
import { useSaved } from '@/state/saved';
import { goTo } from '@/state/ui';
import type { ImportSource } from '@/worker/protocolImport';

/** The first model file of a drop that holds nothing else. */
export function modelFileOf({ files }: ImportSource): ImportSource['files'][number] | null {
  return files.length > 0 && files.every(({ path }) => path.toLowerCase().endsWith('.safetensors')) ? files[0] : null;
}

/** Loads a model and shows it among the runs; what cannot be used says why. */
export async function openModelFile(file: Blob, fileName: string): Promise<void> {
  showModel(await useSaved.getState().loadModel(file, fileName));
}

/** @param runId null for a model that was refused: it stays where it is, with the reasons over it */
export function showModel(runId: string | null): void {
  if (runId === null) return;
  useRuns.getState().setActive(runId);
  goTo('train');
}
