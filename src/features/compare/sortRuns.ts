/** The order of the table's rows. */
import type { Run } from '@/state/runTypes';

export interface SortOrder {
  column: string;
  descending: boolean;
}

/** Rows by a column's value; what has none comes last in either direction, and equal rows keep their order. */
export function sortRuns(
  runs: readonly Run[],
  descending: boolean,
  value: (run: Run) => number | string | null,
): Run[] {
  return runs.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) {
      return Number(x === null) - Number(y === null);
    }
    const order = typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y)) : x - y;
    return descending ? -order : order;
  });
}
