/** Which epoch is kept, and when waiting for a better one ends. */
import type { EarlyStopping } from './types';

export interface BestSoFar {
  epoch: number;
  value: number;
}

/**
 * Patience counts the epochs since the metric was best, or since the validation loss was lowest, whichever is later:
 * SASRec first learns what is popular and stays there for many epochs, with a falling loss, before it learns order.
 * @param value the watched validation metric after `epoch`; NaN (nobody to validate on) never stops, and makes the
 * last epoch the kept one
 * @param lowestLossEpoch the epoch of the lowest validation loss so far, this one included; null where there is none
 */
export function judgeEpoch(
  rule: EarlyStopping,
  best: BestSoFar | null,
  epoch: number,
  value: number,
  lowestLossEpoch: number | null,
): { isBest: boolean; stop: boolean } {
  if (Number.isNaN(value)) return { isBest: true, stop: false };
  const isBest = best === null || Number.isNaN(best.value) || value > best.value;
  const lastProgress = isBest || best === null ? epoch : Math.max(best.epoch, lowestLossEpoch ?? 0);
  return { isBest, stop: rule.enabled && epoch - lastProgress >= rule.patience };
}

/** The epoch (from 1) whose validation loss is lowest, the first of equal ones; null if no epoch has one. */
export function epochOfLowestLoss(losses: readonly (number | null)[]): number | null {
  let lowest: number | null = null;
  losses.forEach((loss, index) => {
    if (loss !== null && (lowest === null || loss < (losses[lowest - 1] as number))) lowest = index + 1;
  });
  return lowest;
}
