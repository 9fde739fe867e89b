/** Which films are ringed in a run's lists. */
import type { UserHistory } from '@/worker/protocol';
import type { Run } from './runTypes';

/**
 * Validation until the run has ended: who watches test while training soon chooses by it. A refit has nothing but test, so
 * nothing is held out of it before.
 */
export function heldOutPart(run: Run): 'valid' | 'test' | null {
  if (run.finished !== null) return 'test';
  return run.dataset.refit ? null : 'valid';
}

/** Items of the part that the run may be held against now. */
export function heldOutItems(run: Run, history: UserHistory): number[] {
  const part = heldOutPart(run);
  return part === null ? [] : history[part].map(({ itemIndex }) => itemIndex);
}
