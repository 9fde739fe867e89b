import type { Timeline } from './types';

const MAX_BARS = 120;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths that a bar can have, in seconds. */
const BAR_SECONDS = [
  ...[1, 5, 15, 30],
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY),
];

/**
 * How many of the rows happened when: at most 120 bars of the shortest usual length, which begin at multiples of it
 * since 1970. Null if there is no row.
 */
export function timelineOf(timestamps: Float64Array, rows: Int32Array): Timeline | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) {
    const time = timestamps[rows[i]];
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (!(first <= last)) return null;
  const numBars = (seconds: number) => Math.floor(last / seconds) - Math.floor(first / seconds) + 1;
  const years = Math.ceil((last - first) / (365 * DAY * (MAX_BARS - 1)));
  const barSeconds = BAR_SECONDS.find((seconds) => numBars(seconds) <= MAX_BARS) ?? years * 365 * DAY;
  const from = Math.floor(first / barSeconds) * barSeconds;
  const counts = new Array<number>(numBars(barSeconds)).fill(0);
  for (let i = 0; i < rows.length; i++) counts[Math.floor((timestamps[rows[i]] - from) / barSeconds)]++;
  return { from, barSeconds, counts };
}
