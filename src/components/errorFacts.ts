/** What of an error's details people can use, in the order in which they are read. */
import type { ErrorData } from '@/lib/errors';
import { formatCount, formatList } from './format';

const FACTS = [
  'file',
  'line',
  'column',
  'found',
  'expected',
  'needed',
  'entry',
  'entries',
  'files',
  'interactions',
  'users',
  'items',
  'parameters',
  'epoch',
  'step',
  'reason',
] as const;
export type FactKey = (typeof FACTS)[number];

/**
 * A row is named with its file, `ratings.csv:812`. Of a list that was cut short, `more` says how many are not in it.
 * All other details are among the technical ones.
 */
export function errorFacts(
  { code, details }: ErrorData,
  more: (count: number) => string,
): { key: FactKey; value: string }[] {
  const { file, line, entries, numEntries, ...rest } = details;
  const known: ErrorData['details'] = { ...rest };
  if (file) known.file = line ? `${file}:${line}` : file;
  else if (line) known.line = line;
  if (Array.isArray(entries)) {
    const notShown = typeof numEntries === 'number' ? numEntries - entries.length : 0;
    // Without a zip they are what was dropped.
    known[code === 'no-ratings-in-files' ? 'files' : 'entries'] = notShown > 0 ? [...entries, more(notShown)] : entries;
  }
  return FACTS.flatMap((key) => (known[key] ? [{ key, value: inWords(known[key]) }] : []));
}

function inWords(value: string | number | string[]): string {
  if (Array.isArray(value)) return formatList(value);
  return typeof value === 'number' ? formatCount(value) : value;
}
