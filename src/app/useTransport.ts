/** What the transport can do now, and why not. */
import { useDataset } from '@/state/dataset';
import { useDevice } from '@/state/device';
import { useRuns } from '@/state/runs';
import { hasEnded } from '@/state/runTypes';

export type WhyNot = 'noData' | 'noRuns' | null;

export interface TransportState {
  playing: boolean;
  /** null when it can be played */
  whyNot: WhyNot;
  canStop: boolean;
}

export function useTransport(): TransportState {
  const hasData = useDataset((state) => state.summary !== null);
  const playing = useRuns((state) => state.playing);
  const hasPending = useRuns((state) => state.runs.some((run) => run.neural && !hasEnded(run.status)));
  const canStop = useRuns((state) => {
    const active = state.runs.find((run) => run.id === state.activeRunId);
    return active !== undefined && !hasEnded(active.status) && active.status !== 'queued';
  });
  return { playing, whyNot: hasPending ? null : hasData ? 'noRuns' : 'noData', canStop };
}

/** The device must be open first: opening it pauses whatever plays. */
async function onDevice(act: () => Promise<void>): Promise<void> {
  const outcome = await useDevice.getState().ensure();
  if (outcome.ok) await act();
}

export const transport = {
  togglePlay: () => (useRuns.getState().playing ? useRuns.getState().pause() : onDevice(useRuns.getState().play)),
  stepBatch: () => onDevice(useRuns.getState().stepBatch),
  stepEpoch: () => onDevice(useRuns.getState().stepEpoch),
  stop: () => useRuns.getState().stop(),
};
