/** Runs side by side, as people arrange them. */
import { useState } from 'react';
import type { Run } from '@/state/runTypes';
import { chosenRuns, MAX_COLUMNS } from './chosenRuns';

export interface Columns {
  columns: Run[];
  /** runs without a column, to show instead */
  others: Run[];
  /** null where nothing is left to add, or no room */
  add: (() => void) | null;
  replace(run: Run, by: string): void;
  /** null for the last column */
  close: ((run: Run) => void) | null;
}

/**
 * @param runs that may stand there
 * @param byDefault what stands there until somebody changes it; new runs join it
 */
export function useColumns(
  runs: readonly Run[],
  byDefault: (runs: readonly Run[]) => Run[],
  most = MAX_COLUMNS,
): Columns {
  const [wanted, setWanted] = useState<string[] | null>(null);
  const columns = chosenRuns(runs, wanted, byDefault, most);
  const others = runs.filter((run) => !columns.includes(run));
  const ids = columns.map(({ id }) => id);
  return {
    columns,
    others,
    add: others.length > 0 && columns.length < most ? () => setWanted([...ids, others[others.length - 1].id]) : null,
    replace: (run, by) => setWanted(ids.map((id) => (id === run.id ? by : id))),
    close: columns.length > 1 ? (run) => setWanted(ids.filter((id) => id !== run.id)) : null,
  };
}
