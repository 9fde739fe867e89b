/** A record's fields. Quotes as in RFC 4180: around a whole field, doubled inside it. */

const QUOTE = '"';

/**
 * The fields of one record, without its line end. A field that starts with a quote ends at the next quote that a
 * delimiter or the end follows; quotes elsewhere are themselves.
 * @returns null if a quote is never closed
 */
export function splitFields(record: string, delimiter: string): string[] | null {
  if (!record.includes(QUOTE)) return record.split(delimiter);
  const fields: string[] = [];
  let position = 0;
  for (;;) {
    if (record[position] === QUOTE) {
      const end = closingQuote(record, position + 1, delimiter);
      if (end < 0) return null;
      const field = record.slice(position + 1, end);
      fields.push(field.includes(QUOTE) ? field.replaceAll('""', QUOTE) : field);
      position = end + 1;
      if (position === record.length) return fields;
      position += delimiter.length;
    } else {
      const end = record.indexOf(delimiter, position);
      if (end < 0) {
        fields.push(record.slice(position));
        return fields;
      }
      fields.push(record.slice(position, end));
      position = end + delimiter.length;
    }
  }
}

function closingQuote(record: string, start: number, delimiter: string): number {
  for (let at = record.indexOf(QUOTE, start); at >= 0; at = record.indexOf(QUOTE, at + 1)) {
    if (record[at + 1] === QUOTE) at++;
    else if (at + 1 === record.length || record.startsWith(delimiter, at + 1)) return at;
  }
  return -1;
}
