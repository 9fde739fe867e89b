import type { Run } from '@/state/runTypes';

/** Where a neural run is. */
export interface EpochPosition {
  /** the epoch at work, or the last one that ended; 0 before the first */
  epoch: number;
  epochs: number;
}

export function epochOf(run: Run): EpochPosition {
  const ended = run.history[run.history.length - 1]?.epoch ?? 0;
  const configured = typeof run.request.config.epochs === 'number' ? run.request.config.epochs : 0;
  const atWork = run.finished ? 0 : (run.progress?.epoch ?? 0);
  return { epoch: Math.max(ended, atWork), epochs: run.progress?.epochs ?? configured };
}
