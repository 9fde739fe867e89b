/** The last fit before test is read: the same model on train + validation, for as many epochs as were best. */
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import type { Outcome } from '@/worker/protocol';
import { useDataset } from './dataset';
import { useRuns } from './runs';
import { isOnData, type Run } from './runTypes';

/** Whether a run has chosen what a refit needs, on the data set in use, and is no refit itself. */
export function canRefit(run: Run, datasetKey: string | null | undefined): boolean {
  const hasChosen = run.neural ? (run.finished?.bestEpoch ?? null) !== null : run.finished !== null;
  return hasChosen && !run.dataset.refit && isOnData(run, datasetKey) && run.dataset.parts.valid.interactions > 0;
}

/** Queues the refit of a run that has ended, and plays where nothing else does. @returns the new run's id */
export async function refitRun(run: Run): Promise<Outcome<string>> {
  if (!canRefit(run, useDataset.getState().summary?.key)) {
    return { ok: false, error: { code: 'invalid-config', message: `${run.label} cannot be refitted`, details: {} } };
  }
  const { model, config, seed } = run.request;
  const epochs = run.finished?.bestEpoch;
  const started = await useRuns.getState().startRun({
    model,
    config: epochs ? { ...config, epochs } : config,
    seed,
    // There is nothing left to judge epochs by.
    earlyStopping: { ...DEFAULT_EARLY_STOPPING, enabled: false },
    refit: true,
  });
  if (started.ok && run.neural) await useRuns.getState().play();
  return started;
}
