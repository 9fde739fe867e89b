import type { InteractionTable, PrepareSettings } from '../types';

/** A rule that says which interactions stay. */
export interface Filter {
  id: string;
  /** whether it looks at each row by itself, or counts rows, so that what others drop changes its answer */
  counts: boolean;
  /**
   * @param rows row numbers of the table that are still in, ascending
   * @returns those that stay, ascending; `rows` itself if all do
   */
  keep(table: InteractionTable, rows: Int32Array, settings: PrepareSettings): Int32Array;
}
