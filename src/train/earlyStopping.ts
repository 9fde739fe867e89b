/** Which epoch is kept, and when waiting for a better one ends. */
import type { EarlyStopping } from './types';

export interface BestSoFar {
  epoch: number;
  value: number;
}

/**
 * @param value the watched validation metric after `epoch`; NaN (nobody to validate on) never stops, and makes the
 * last epoch the kept one
 */
export function judgeEpoch(
  rule: EarlyStopping,
  best: BestSoFar | null,
  epoch: number,
  value: number,
): { isBest: boolean; stop: boolean } {
  if (Number.isNaN(value)) return { isBest: true, stop: false };
  const isBest = best === null || Number.isNaN(best.value) || value > best.value;
  const waited = isBest || best === null ? 0 : epoch - best.epoch;
  return { isBest, stop: rule.enabled && waited >= rule.patience };
}
