/** Where a value sits on a slider, and back. */
export const SLIDER_STEPS = 1000;

export type SliderScale = 'linear' | 'log';

/** @returns 0..SLIDER_STEPS; values outside min..max stick to the ends */
export function toPosition(value: number, min: number, max: number, scale: SliderScale): number {
  const share =
    scale === 'log' ? Math.log(value / min) / Math.log(max / min) : max === min ? 0 : (value - min) / (max - min);
  return Math.round(Math.min(1, Math.max(0, share)) * SLIDER_STEPS);
}

/** A round value: multiples of `step`, and two significant digits on a log scale. */
export function fromPosition(position: number, min: number, max: number, scale: SliderScale, step?: number): number {
  const share = position / SLIDER_STEPS;
  let value = scale === 'log' ? min * (max / min) ** share : min + share * (max - min);
  if (scale === 'log') value = Number(value.toPrecision(2));
  if (step) value = Math.round(value / step) * step;
  return Math.min(max, Math.max(min, Number(value.toPrecision(12))));
}
