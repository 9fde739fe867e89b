import { PlaygroundError } from '@/lib/errors';

/** Where a row is wrong, and how. `found` and `expected` are English, for logs; `kind` and `column` choose other texts. */
export interface RowProblem {
  kind: 'field-count' | 'not-a-number';
  /** name of the column; empty for 'field-count' */
  column: string;
  found: string;
  expected: string;
}

const MAX_SHOWN = 60;

/** The field in quotes, shortened; `(empty)` where there is nothing. */
export function quoteField(text: string): string {
  if (text === '') return '(empty)';
  return `"${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}"`;
}

/** @param line from 1 */
export function badRow(file: string, line: number, problem: RowProblem): PlaygroundError {
  const { kind, column, found, expected } = problem;
  const message = `${file} line ${line}: expected ${expected}, found ${found}`;
  return new PlaygroundError('bad-row', message, { file, line, found, expected, kind, column });
}

export function wrongFieldCount(found: number, expected: number | string, delimiter: string): RowProblem {
  const separator = delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
  return {
    kind: 'field-count',
    column: '',
    found: found === 1 ? '1 field' : `${found} fields`,
    expected: `${expected} fields separated by ${separator}`,
  };
}
