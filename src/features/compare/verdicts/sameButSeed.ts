/** Which runs show how much luck there is in a seed. */
import { dependsOnSeed } from '@/models/catalog';
import type { Run } from '@/state/runTypes';

/**
 * Runs of the same model and settings, one for each seed, the run itself among them. Runs that somebody stopped are left
 * out: what they reached says more about the moment than about the seed.
 * @returns the run alone where nothing else tells
 */
export function sameButSeed(run: Run, runs: readonly Run[]): Run[] {
  if (!dependsOnSeed(run.request.model) || !isComplete(run)) return [run];
  const settings = settingsOf(run);
  const bySeed = new Map<number, Run>();
  for (const other of runs) {
    if (isComplete(other) && settingsOf(other) === settings) bySeed.set(other.request.seed, other);
  }
  bySeed.set(run.request.seed, run);
  return [...bySeed.values()];
}

function isComplete({ finished }: Run): boolean {
  return finished !== null && finished.reason !== 'stopped';
}

/** Another patience, or another metric to stop by, is another way to train. */
function settingsOf({ request, neural }: Run): string {
  const { model, config, earlyStopping } = request;
  return JSON.stringify([model, Object.entries(config).sort(), neural ? earlyStopping : null]);
}
