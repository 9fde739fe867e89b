/** The first records of a text, cut into fields. */
import type { Delimiter } from '../../importTypes';
import { splitFields } from '../splitFields';

/** A quoted field with more lines than this was never meant to be one. */
const MAX_LINES_OF_RECORD = 20;

/**
 * Records with their fields, empty ones left out; null where a quote is never closed.
 * @param isAll false leaves out the last line, which may be cut off
 */
export function firstRecords(text: string, delimiter: Delimiter, isAll: boolean, limit: number): (string[] | null)[] {
  const lines = text.split(/\r?\n/);
  if (!isAll && lines.length > 1) lines.pop();
  const records: (string[] | null)[] = [];
  for (let i = 0; i < lines.length && records.length < limit; i++) {
    if (lines[i].trim() === '') continue;
    let record = lines[i];
    let fields = splitFields(record, delimiter);
    for (let more = 1; fields === null && more < MAX_LINES_OF_RECORD && i + more < lines.length; more++) {
      record = `${record}\n${lines[i + more]}`;
      fields = splitFields(record, delimiter);
      if (fields !== null) i += more;
    }
    records.push(fields);
  }
  return records;
}

/** The number of fields that most records have. */
export function usualLength(records: (string[] | null)[]): { length: number; share: number } {
  const counts = new Map<number, number>();
  for (const record of records) if (record) counts.set(record.length, (counts.get(record.length) ?? 0) + 1);
  let length = 0;
  let most = 0;
  for (const [candidate, count] of counts) if (count > most) [length, most] = [candidate, count];
  return { length, share: records.length > 0 ? most / records.length : 0 };
}
