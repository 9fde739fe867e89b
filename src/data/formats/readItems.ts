/** Goes through the rows of a films file, whatever its columns. */
import type { Item } from '../types';
import { badRow, quoteField, type RowProblem } from './badRow';

/** Makes an item of one line (without its line end), or says what is wrong with it. */
export type ParseItem = (line: string) => Item | RowProblem;

/**
 * @returns items by id
 * @throws PlaygroundError 'bad-row'
 */
export function readItems(file: string, text: string, parse: ParseItem): Map<string, Item> {
  const items = new Map<string, Item>();
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].endsWith('\r') ? lines[i].slice(0, -1) : lines[i];
    if (line === '') continue;
    const item = parse(line);
    if ('kind' in item) throw badRow(file, i + 1, item);
    items.set(item.id, item);
  }
  return items;
}

/** Ids are whole numbers here as in the ratings, so that the two files meet: `007` and `7` are one film. */
export function itemId(field: string): string | RowProblem {
  if (/^\d{1,15}$/.test(field)) return String(Number(field));
  return { kind: 'not-a-number', column: 'itemId', found: quoteField(field), expected: 'a whole number as itemId' };
}
