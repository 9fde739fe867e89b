/**
 * Holm's correction: the chance that any of several comparisons seems real without being so stays below the level.
 * The i-th smallest of m p-values is multiplied by m - i + 1, and none becomes smaller than the one before.
 * Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 1979.
 */

/** @returns adjusted p-values in the order of `pValues`, at most 1 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let least = 0;
  order.forEach((index, place) => {
    least = Math.max(least, Math.min(1, (pValues.length - place) * pValues[index]));
    adjusted[index] = least;
  });
  return adjusted;
}
