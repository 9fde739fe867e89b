/** Words for rows that cannot be read. */
import type { RowProblem } from '../problemLog';

const MAX_SHOWN = 60;

/** The field in quotes, shortened; `(empty)` where there is nothing. */
export function quoteField(text: string): string {
  if (text === '') return '(empty)';
  return `"${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}"`;
}

export function wrongFieldCount(found: number, expected: number | string, delimiter: string): RowProblem {
  return {
    kind: 'field-count',
    column: '',
    found: found === 1 ? '1 field' : `${found} fields`,
    expected: `${expected} fields separated by ${NAMES[delimiter] ?? `"${delimiter}"`}`,
  };
}

const NAMES: Record<string, string> = { '\t': 'a tab', ' ': 'a space' };

/** What the card calls a delimiter. */
export function delimiterName(delimiter: string): string {
  if (delimiter === '\t') return 'tab';
  return delimiter === ' ' ? 'space' : delimiter;
}
