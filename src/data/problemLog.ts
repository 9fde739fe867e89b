/** Rows that could not be read: grouped by what is wrong with them, the first ones as examples, all of them as CSV. */
import type { ProblemGroup, ProblemKind, RowExample } from './importTypes';

const MAX_EXAMPLES = 20;
/** Beyond this, rows are only counted, but for the examples of each kind. */
const MAX_KEPT = 100_000;

/** What is wrong with a row. `found` and `expected` are English, for lists and logs; `kind` and `column` choose words. */
export interface RowProblem {
  kind: ProblemKind;
  /** name of the column; empty for the whole row */
  column: string;
  found: string;
  expected: string;
}

export class ProblemLog {
  private readonly byKind = new Map<string, ProblemGroup>();
  private readonly kept: { group: ProblemGroup; row: RowExample }[] = [];
  private size = 0;

  /** @param line from 1 */
  add(file: string, line: number, problem: RowProblem): void {
    const { kind, column, found, expected } = problem;
    const key = `${kind} ${column}`;
    let group = this.byKind.get(key);
    if (!group) {
      group = { kind, column, count: 0, examples: [] };
      this.byKind.set(key, group);
    }
    group.count++;
    this.size++;
    const row = { file, line, found, expected };
    // A kind that only comes up late has its examples, too.
    if (group.examples.length < MAX_EXAMPLES) group.examples.push(row);
    if (this.kept.length < MAX_KEPT) this.kept.push({ group, row });
  }

  /** how many rows */
  get count(): number {
    return this.size;
  }

  /** how many rows `toCsv` lists */
  get listed(): number {
    return this.kept.length;
  }

  /** The first one, null if there is none. */
  get first(): (RowExample & RowProblem) | null {
    const first = this.kept[0];
    return first ? { kind: first.group.kind, column: first.group.column, ...first.row } : null;
  }

  /** Most frequent first. */
  groups(): ProblemGroup[] {
    return [...this.byKind.values()].sort((a, b) => b.count - a.count);
  }

  /** kind, column, file, line, found, expected; the first 100,000. */
  toCsv(): Blob {
    const lines = this.kept.map(({ group, row }) =>
      [group.kind, group.column, row.file, row.line, row.found, row.expected].map(csvField).join(','),
    );
    return new Blob([`${['kind,column,file,line,found,expected', ...lines].join('\r\n')}\r\n`], { type: 'text/csv' });
  }
}

/** RFC 4180. A field that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvField(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
