import type { DeviceChoice } from '@/engine/types';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';

/** Moves to another device (or opens a lost one again) and goes on training there if it was training. */
export async function chooseDevice(choice?: DeviceChoice): Promise<void> {
  const { playing, pause, play } = useRuns.getState();
  // Opening a device pauses the queue: say so before, so that page and worker agree.
  if (playing) await pause();
  const outcome = await useDevice.getState().open(choice);
  if (playing && outcome.ok) await play();
}
