/** Rows of the table beside a map. */
import type { DrawnMap } from './useMap';

/** The rows with the largest counts, largest first; all alike while counts are not known. */
export function mostPopularRows(rows: Int32Array, counts: ArrayLike<number> | null, most: number): number[] {
  return Array.from(rows)
    .sort((a, b) => (counts?.[b] ?? 0) - (counts?.[a] ?? 0) || a - b)
    .slice(0, most);
}

/** Where each row of a map lies; rows that it does not show are not there. */
export function placesOf({ shown, positions }: DrawnMap): Map<number, { point: number; x: number; y: number }> {
  return new Map(
    Array.from(shown.rows, (row, point) => [row, { point, x: positions[2 * point], y: positions[2 * point + 1] }]),
  );
}
