/**
 * Reads MovieLens rating rows (user, item, rating, time) straight from the bytes: no strings and no objects per row,
 * which makes a million rows a matter of a tenth of a second.
 */
import { PlaygroundError } from '@/lib/errors';
import { breathe, type ImportControl } from '../importControl';
import { badRow, quoteField, type RowProblem, wrongFieldCount } from './badRow';

/** Rows in file order; ids replaced by dense indices in order of first appearance. */
export interface RatingRows {
  userIds: string[];
  itemIds: string[];
  /** [rows] */
  users: Int32Array;
  /** [rows] */
  itemIndices: Int32Array;
  /** [rows] */
  ratings: Float32Array;
  /** [rows] seconds since 1970; null where rows have three fields only */
  timestamps: Float64Array | null;
}

export interface RatingsSource {
  /** name for messages */
  file: string;
  bytes: Uint8Array;
  /** one or two ASCII characters */
  delimiter: string;
}

export const RATING_COLUMNS = ['userId', 'itemId', 'rating', 'timestamp'];
const RATING = 2;
const MAX_DIGITS = 15; // above that, doubles skip whole numbers
const ROWS_AT_ONCE = 1 << 17;
const NEWLINE = 10;
const RETURN = 13;
const DOT = 46;
const ZERO = 48;
const NINE = 57;

/**
 * Empty lines are passed over; a byte order mark and CRLF are fine. Ids and times are whole numbers without sign,
 * ratings may have a decimal point. The first row decides whether there are times.
 * @throws PlaygroundError 'bad-row', 'empty-file', 'cancelled'
 */
export async function parseRatings(source: RatingsSource, control: ImportControl): Promise<RatingRows> {
  const { bytes, delimiter, file } = source;
  const first = delimiter.charCodeAt(0);
  const second = delimiter.length > 1 ? delimiter.charCodeAt(1) : -1;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const numColumns = countColumns(source, start);

  const capacity = countLines(bytes);
  const users = new Int32Array(capacity);
  const itemIndices = new Int32Array(capacity);
  const ratings = new Float32Array(capacity);
  const timestamps = numColumns === 4 ? new Float64Array(capacity) : null;
  const knownUsers = new Map<number, number>();
  const knownItems = new Map<number, number>();

  const fields = new Float64Array(4);
  let position = start;
  let line = 0;
  let row = 0;

  const parseSome = (untilRow: number) => {
    const length = bytes.length;
    while (position < length && row < untilRow) {
      const lineStart = position;
      line++;
      let byte = bytes[position];
      if (byte === RETURN) byte = bytes[++position];
      if (byte === NEWLINE || position >= length) {
        position++;
        continue;
      }
      position = lineStart;
      for (let column = 0; column < numColumns; column++) {
        let value = 0;
        const fieldStart = position;
        byte = bytes[position];
        while (byte >= ZERO && byte <= NINE) {
          value = value * 10 + (byte - ZERO);
          byte = bytes[++position];
        }
        const digits = position - fieldStart;
        if (digits === 0 || digits > MAX_DIGITS) throw explain(source, lineStart, line, numColumns);
        if (column === RATING && byte === DOT) {
          const pointAt = position;
          let scale = 1;
          byte = bytes[++position];
          while (byte >= ZERO && byte <= NINE) {
            scale /= 10;
            value += (byte - ZERO) * scale;
            byte = bytes[++position];
          }
          if (position === pointAt + 1) throw explain(source, lineStart, line, numColumns);
        }
        fields[column] = value;
        if (column < numColumns - 1) {
          if (byte !== first) throw explain(source, lineStart, line, numColumns);
          position++;
          if (second >= 0 && bytes[position++] !== second) throw explain(source, lineStart, line, numColumns);
        }
      }
      if (byte === RETURN) byte = bytes[++position];
      if (position < length && byte !== NEWLINE) throw explain(source, lineStart, line, numColumns);
      position++;

      users[row] = denseIndex(knownUsers, fields[0]);
      itemIndices[row] = denseIndex(knownItems, fields[1]);
      ratings[row] = fields[RATING];
      if (timestamps) timestamps[row] = fields[3];
      row++;
    }
  };

  while (position < bytes.length) {
    parseSome(row + ROWS_AT_ONCE);
    control.onProgress?.({ stage: 'reading', rows: row, fraction: Math.min(1, position / bytes.length) });
    await breathe(control);
  }
  if (row === 0) throw new PlaygroundError('empty-file', `${file} has no rows`, { file });
  return {
    userIds: Array.from(knownUsers.keys(), String),
    itemIds: Array.from(knownItems.keys(), String),
    users: users.slice(0, row),
    itemIndices: itemIndices.slice(0, row),
    ratings: ratings.slice(0, row),
    timestamps: timestamps?.slice(0, row) ?? null,
  };
}

/** Whether the first row has three or four fields of digits: how a layout recognises its ratings. */
export function looksLikeRatings(head: Uint8Array, delimiter: string): boolean {
  const text = new TextDecoder().decode(head);
  const firstRow = text.split(/\r?\n/).find((row) => row !== '') ?? '';
  const fields = firstRow.split(delimiter);
  return (fields.length === 3 || fields.length === 4) && fields.every((field) => /^\d+(\.\d+)?$/.test(field));
}

/** The index of an id, in order of first appearance. */
function denseIndex(known: Map<number, number>, id: number): number {
  const index = known.get(id);
  if (index !== undefined) return index;
  known.set(id, known.size);
  return known.size - 1;
}

/** An upper bound of the rows. */
function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** 3 or 4, by the first line that is not empty; 4 if it is neither, so that reading the row reports it. */
function countColumns({ bytes, delimiter }: RatingsSource, start: number): 3 | 4 {
  let position = start;
  while (position < bytes.length && (bytes[position] === NEWLINE || bytes[position] === RETURN)) position++;
  return lineAt(bytes, position).split(delimiter).length === 3 ? 3 : 4;
}

function lineAt(bytes: Uint8Array, start: number): string {
  const newline = bytes.indexOf(NEWLINE, start);
  const end = Math.min(newline < 0 ? bytes.length : newline, start + 1000);
  return new TextDecoder('windows-1252').decode(bytes.subarray(start, end)).replace(/\r$/, '');
}

/** Looks again, slowly, at a row that was refused. */
function explain(source: RatingsSource, lineStart: number, line: number, numColumns: 3 | 4): PlaygroundError {
  const fields = lineAt(source.bytes, lineStart).split(source.delimiter);
  return badRow(source.file, line, problemOf(fields, numColumns, source.delimiter));
}

function problemOf(fields: string[], numColumns: 3 | 4, delimiter: string): RowProblem {
  if (fields.length !== numColumns) return wrongFieldCount(fields.length, numColumns, delimiter);
  const wrong = fields.findIndex((field, column) =>
    column === RATING ? !/^\d{1,15}(\.\d+)?$/.test(field) : !/^\d{1,15}$/.test(field),
  );
  const column = RATING_COLUMNS[wrong];
  const expected =
    wrong === RATING
      ? `a number such as 4 or 3.5 as ${column}`
      : `a whole number of at most ${MAX_DIGITS} digits as ${column}`;
  return { kind: 'not-a-number', column, found: quoteField(fields[wrong] ?? ''), expected };
}
