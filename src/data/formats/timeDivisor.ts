/** In which unit times are, told by how large their numbers are. */
import { isNumber } from './convertRow';

/** What seconds since 1970 look like: from 1973 on, and not yet milliseconds. */
export const SECONDS = { from: 1e8, to: 1e11 };

/** What numbers of this size have to be divided by to be seconds since 1970: 1, or they count milli-, micro- or nanoseconds. */
export function timeDivisorOf(texts: string[]): number {
  const numbers = texts
    .filter(isNumber)
    .map(Number)
    .sort((a, b) => a - b);
  const median = numbers[numbers.length >> 1] ?? 0;
  if (median < SECONDS.to) return 1;
  if (median < SECONDS.to * 1e3) return 1e3;
  return median < SECONDS.to * 1e6 ? 1e6 : 1e9;
}
