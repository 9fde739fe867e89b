import { useDataset } from '@/state/dataset';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';
import { goTo } from '@/state/ui';

/** Starts NeuMF's quick preset beside the baselines and shows it. The device opens first: opening it pauses the queue. */
export async function trainFirst(): Promise<void> {
  goTo('train');
  const device = await useDevice.getState().ensure();
  // Without a device the banner says why; the run would only wait.
  if (device.ok) await useRuns.getState().startFirstRun();
}

/** One click from the first screen to a moving loss curve. */
export async function trySample(): Promise<void> {
  void useDevice.getState().ensure();
  if (await useDataset.getState().loadSample()) await trainFirst();
}
