import type { RowProblem } from '../problemLog';
import { quoteField } from './badRow';

/** Ids are whole numbers here as in the ratings, so that the two files meet: `007` and `7` are one film. */
export function wholeId(field: string, column: string): string | RowProblem {
  if (/^\d{1,15}$/.test(field)) return String(Number(field));
  const kind = field === '' ? 'missing' : 'not-a-number';
  return { kind, column, found: quoteField(field), expected: `a whole number as ${column}` };
}
