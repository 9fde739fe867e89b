/** Which rows a map shows when there are more than it can. */
import { randomStream, shuffle } from '@/lib/random';

/** What still moves at 60 frames a second. */
export const MAX_POINTS = 10_000;

/**
 * All rows, or `limit` of them: half are the most popular ones, half are drawn from the rest.
 * @param popularity [rows] decides which come first; null draws all of them
 * @returns ascending
 */
export function chooseRows(rows: number, popularity: ArrayLike<number> | null, seed: number, limit = MAX_POINTS) {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  if (rows <= limit) return all;
  const numFirst = popularity === null ? 0 : Math.floor(limit / 2);
  const order = popularity === null ? all : all.slice().sort((a, b) => popularity[b] - popularity[a] || a - b);
  const rest = order.slice(numFirst);
  shuffle(rest, randomStream(seed, 'projection', 1));
  const chosen = new Int32Array(limit);
  chosen.set(order.subarray(0, numFirst));
  chosen.set(rest.subarray(0, limit - numFirst), numFirst);
  return chosen.sort();
}
