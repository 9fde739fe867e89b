/** Compressed sparse rows, and lists of items per user, which are the same thing without values. */

/** Row r holds `items[offsets[r] .. offsets[r + 1])`. */
export interface RowLists {
  /** [rows + 1], ascending, starts with 0 */
  offsets: Int32Array;
  /** [offsets[rows]] */
  items: Int32Array;
}

/** A sparse matrix: row r has `values[k]` at column `columns[k]` for k in [offsets[r], offsets[r + 1]). */
export interface CsrMatrix {
  numRows: number;
  numColumns: number;
  offsets: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

/** The items of one row, as a view (no copy). */
export function rowOf(lists: RowLists, row: number): Int32Array {
  return lists.items.subarray(lists.offsets[row], lists.offsets[row + 1]);
}

export function numRowsOf(lists: RowLists): number {
  return lists.offsets.length - 1;
}

/**
 * Groups pairs by row, keeping their order within a row.
 * @param numRows rows of the result; every `rows[i]` is below it
 */
export function rowListsFromPairs(numRows: number, rows: ArrayLike<number>, items: ArrayLike<number>): RowLists {
  const offsets = new Int32Array(numRows + 1);
  for (let i = 0; i < rows.length; i++) offsets[rows[i] + 1]++;
  for (let r = 0; r < numRows; r++) offsets[r + 1] += offsets[r];
  const next = offsets.slice(0, numRows);
  const out = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[next[rows[i]]++] = items[i];
  return { offsets, items: out };
}

/** Row by row, the items of `first` then those of `second`. */
export function concatRows(first: RowLists, second: RowLists): RowLists {
  const numRows = numRowsOf(first);
  const offsets = new Int32Array(numRows + 1);
  const items = new Int32Array(first.items.length + second.items.length);
  let end = 0;
  for (let r = 0; r < numRows; r++) {
    for (const lists of [first, second]) {
      const row = rowOf(lists, r);
      items.set(row, end);
      end += row.length;
    }
    offsets[r + 1] = end;
  }
  return { offsets, items };
}

/** The rows that hold each item, ascending: lists of users become lists of items' users. */
export function turnRows(lists: RowLists, numItems: number): RowLists {
  const rows = new Int32Array(lists.items.length);
  for (let row = 0; row < numRowsOf(lists); row++) rows.fill(row, lists.offsets[row], lists.offsets[row + 1]);
  return rowListsFromPairs(numItems, lists.items, rows);
}
