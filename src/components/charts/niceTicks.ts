/** Round numbers for an axis: steps of 1, 2, 2.5 or 5 times a power of ten. */

/**
 * Ticks that enclose [min, max], about `count` of them (3 to 5 on a chart of this page).
 * @param cover whether the outer ticks reach over min and max (else they stay within)
 */
export function niceTicks(min: number, max: number, count = 4, cover = true): number[] {
  if (!(max > min)) {
    const half = min === 0 ? 0.5 : Math.abs(min) * 0.1;
    return niceTicks(min - half, min + half, count, cover);
  }
  const raw = (max - min) / Math.max(1, count - 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((candidate) => candidate >= raw * 0.999) as number;
  // A hundredth of a step of slack, so that 0.30000000000000004 does not cost a tick.
  const first = cover ? Math.floor(min / step + 0.01) : Math.ceil(min / step - 0.01);
  const last = cover ? Math.ceil(max / step - 0.01) : Math.floor(max / step + 0.01);
  const ticks: number[] = [];
  for (let index = first; index <= last; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Decimals that tell all ticks apart: 2 for steps of 0.05, 3 for 0.025. */
export function tickDecimals(ticks: readonly number[]): number {
  for (let decimals = 0; decimals < 8; decimals++) {
    if (ticks.every((tick) => Math.abs(tick - Number(tick.toFixed(decimals))) < 1e-9)) {
      return decimals;
    }
  }
  return 8;
}

/** Powers of ten that hold a range of positive numbers, at least two of them. */
export function decadeTicks(min: number, max: number): number[] {
  const first = Math.floor(Math.log10(min) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(max) - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, step) => 10 ** (first + step));
}
