import { type ColumnMapping, IMPORT_COLUMNS, type ImportColumn } from '@/worker/protocolImport';

/** Why a mapping cannot be read yet; texts under `data:mapping.reason`. */
export type MappingProblem =
  | { reason: 'no-user' | 'no-item' }
  /** two roles of one column */
  | { reason: 'same'; first: ImportColumn; second: ImportColumn };

/** @returns the first thing that is missing or contradictory, null when it can be read */
export function mappingProblem({ columns }: Pick<ColumnMapping, 'columns'>): MappingProblem | null {
  if (columns.user === null) return { reason: 'no-user' };
  if (columns.item === null) return { reason: 'no-item' };
  for (const [index, first] of IMPORT_COLUMNS.entries()) {
    const second = IMPORT_COLUMNS.slice(index + 1).find(
      (other) => columns[first] !== null && columns[other] === columns[first],
    );
    if (second) return { reason: 'same', first, second };
  }
  return null;
}

/** What a column is read as; the first of several. */
export function roleOf({ columns }: Pick<ColumnMapping, 'columns'>, column: number): ImportColumn | null {
  return IMPORT_COLUMNS.find((role) => columns[role] === column) ?? null;
}

/** The column becomes `role` and nothing else; what had that role before has none. */
export function withRole(mapping: ColumnMapping, column: number, role: ImportColumn | null): ColumnMapping {
  const columns = { ...mapping.columns };
  for (const other of IMPORT_COLUMNS) if (columns[other] === column) columns[other] = null;
  if (role) columns[role] = column;
  return { ...mapping, columns };
}
