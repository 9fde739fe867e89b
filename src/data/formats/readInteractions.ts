/**
 * Reads interactions from delimited text. A row of plain numbers, which is nearly every row of MovieLens, is read
 * straight from the bytes, without a string or an object: a million take a tenth of a second. All other rows are cut
 * into fields and looked at closely.
 */
import { PlaygroundError } from '@/lib/errors';
import { type ImportControl, Pace } from '../importControl';
import { requireMemory, tooLarge } from '../memory';
import type { ProblemLog, RowProblem } from '../problemLog';
import { type ConvertedRow, convertRow, type RowFormat, unclosedQuote } from './convertRow';
import type { InteractionRows } from './interactionRows';
import type { ArchiveFile } from './layout';
import { asciiBlocks, byteOrderMark, MAX_QUOTED_BYTES, NEWLINE, quotedRecordEnd, RETURN, withRest } from './records';
import { splitFields } from './splitFields';

const MAX_DIGITS = 15; // above that, doubles skip whole numbers
const ZERO = 48;
const NINE = 57;
const DOT = 46;
const QUOTE = 34;
const USER = 0;
const ITEM = 1;
const RATING = 2;
const TIME = 3;
const OTHER = 4;
const HEAD_OF_BAD_RECORD = 1000;
const WINDOW_BYTES = 1 << 13;
/** After so many quotes that were never closed, a quote is looked for in its own line only: each look costs time. */
const MAX_OPEN = 20;

/**
 * Adds the file's rows to `rows`; what cannot be read goes to `problems`. Empty lines are passed over; a byte order
 * mark and CRLF are fine.
 * @param share of all that is read, for progress: where this file's part begins and how large it is
 * @throws PlaygroundError 'file-too-large', 'cancelled', and what reading the file throws
 */
export async function readInteractions(
  file: ArchiveFile,
  format: RowFormat,
  rows: InteractionRows,
  problems: ProblemLog,
  control: ImportControl,
  share: { from: number; size: number } = { from: 0, size: 1 },
): Promise<void> {
  const reader = new RowReader(file.path, format, rows, problems);
  const pace = new Pace(control);
  let fraction = 0;
  let asked = false;
  const before = rows.length;
  const tell = (part: number) =>
    control.onProgress?.({ stage: 'reading', rows: rows.length, fraction: share.from + share.size * part });
  tell(0);
  const blocks = file.blocks(control, (part) => {
    fraction = part;
  });
  try {
    await withRest(
      asciiBlocks(blocks, format.encoding),
      (bytes, end, isLast) => reader.take(bytes, end, isLast),
      async () => {
        tell(Math.min(1, fraction));
        if (!asked && rows.length > before && fraction > 0) {
          requireMemory(file.path, (rows.length - before) / fraction);
          asked = true;
        }
        await pace.step();
      },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooLarge(file.path, null);
  }
  tell(1);
}

/** Of one file; holds the line it is at. */
class RowReader {
  /** of the record that starts at the position, from 1 */
  private line = 1;
  private atStart = true;
  private headerAhead = true;
  /** quotes that were never closed */
  private numOpen = 0;
  private readonly decoder: TextDecoder;
  /** some of the bytes that `take` is at, as text: [from, to), a character a byte; null where they are not */
  private window: { from: number; to: number; text: string | null } = { from: 0, to: 0, text: null };
  private readonly first: number;
  private readonly second: number;
  /** [numFields] what each column is for the fast way */
  private readonly roles: Int8Array;
  private readonly isPlain: boolean;
  private readonly values = new Float64Array(5);

  constructor(
    private readonly path: string,
    private readonly format: RowFormat,
    private readonly rows: InteractionRows,
    private readonly problems: ProblemLog,
  ) {
    const { delimiter, encoding, columns, numFields, strict } = format;
    this.decoder = new TextDecoder(encoding === 'windows-1252' ? 'windows-1252' : 'utf-8', { ignoreBOM: true });
    this.first = delimiter.charCodeAt(0);
    this.second = delimiter.length > 1 ? delimiter.charCodeAt(1) : -1;
    this.roles = new Int8Array(numFields).fill(OTHER);
    for (const [role, column] of [
      [USER, columns.user],
      [ITEM, columns.item],
      [RATING, columns.rating],
      [TIME, columns.timestamp],
    ] as const) {
      if (column !== null) this.roles[column] = role;
    }
    // A column that is skipped may hold anything, and strict rows are numbers only: they have no such column.
    this.isPlain = columns.title === null && columns.genres === null && !(strict && this.roles.includes(OTHER));
    this.values[RATING] = 1;
  }

  /** Reads whole records of bytes[0, end). @returns how many bytes it read */
  take(bytes: Uint8Array, end: number, isLast: boolean): number {
    let position = 0;
    this.window = { from: 0, to: 0, text: null };
    if (this.atStart) {
      if (end < 3 && !isLast) return 0;
      position = byteOrderMark(bytes);
      this.atStart = false;
    }
    const { rows, values, format } = this;
    while (position < end) {
      const newline = bytes.indexOf(NEWLINE, position);
      const hasNewline = newline >= 0 && newline < end;
      if (!hasNewline && !isLast) return position;
      let lineEnd = hasNewline ? newline : end;
      const next = lineEnd + 1;
      if (lineEnd > position && bytes[lineEnd - 1] === RETURN) lineEnd--;
      if (lineEnd === position) {
        this.line++;
        position = next;
        continue;
      }
      const isHeader = format.header && this.headerAhead;
      if (this.isPlain && !isHeader && this.readPlain(bytes, position, lineEnd)) {
        rows.add(
          rows.userIds.ofNumber(values[USER]),
          rows.itemIds.ofNumber(values[ITEM]),
          values[RATING],
          values[TIME],
        );
        this.line++;
        position = next;
        continue;
      }
      const read = this.readFields(bytes, position, end, isLast, isHeader);
      if (read < 0) return position;
      if (isHeader) this.headerAhead = false;
      position = read;
    }
    return end;
  }

  /** Whether bytes[start, end) are plain numbers, one a column; they are then in `values`. */
  private readPlain(bytes: Uint8Array, start: number, end: number): boolean {
    const { roles, values, first, second, format } = this;
    const last = roles.length - 1;
    let position = start;
    for (let column = 0; column <= last; column++) {
      const role = roles[column];
      if (role === OTHER) {
        if (bytes[position] === QUOTE) return false;
        while (position < end && !(bytes[position] === first && (second < 0 || bytes[position + 1] === second))) {
          position++;
        }
      } else {
        const fieldStart = position;
        let value = 0;
        let byte = bytes[position];
        while (position < end && byte >= ZERO && byte <= NINE) {
          value = value * 10 + (byte - ZERO);
          byte = bytes[++position];
        }
        let digits = position - fieldStart;
        if (digits === 0 || digits > MAX_DIGITS) return false;
        if (role === RATING) {
          if (position < end && byte === DOT) {
            const point = position;
            let scale = 1;
            byte = bytes[++position];
            while (position < end && byte >= ZERO && byte <= NINE) {
              value = value * 10 + (byte - ZERO);
              scale *= 10;
              byte = bytes[++position];
            }
            digits += position - point - 1;
            if (position === point + 1 || digits > MAX_DIGITS) return false;
            // one rounding only, so that it is what Number() makes of the text
            value /= scale;
          }
        } else if (role === TIME) {
          value /= format.timeDivisor;
        } else if (!format.strict && digits > 1 && bytes[fieldStart] === ZERO) {
          return false;
        }
        values[role] = value;
      }
      if (column < last) {
        if (position >= end || bytes[position] !== first) return false;
        position++;
        if (second >= 0 && bytes[position++] !== second) return false;
      }
    }
    return position === end;
  }

  /** Reads one record by its fields. @returns where the next one starts, -1 if there are not enough bytes */
  private readFields(bytes: Uint8Array, start: number, end: number, isLast: boolean, isHeader: boolean): number {
    const { format } = this;
    const newline = bytes.indexOf(NEWLINE, start);
    let recordEnd = newline >= 0 && newline < end ? newline : end;
    let open = false;
    if (format.quotes && hasQuote(bytes, start, recordEnd)) {
      const furthest = Math.min(end, this.numOpen < MAX_OPEN ? start + MAX_QUOTED_BYTES : recordEnd + 1);
      const quotedEnd = quotedRecordEnd(bytes, start, furthest, format.delimiter);
      if (quotedEnd >= 0) recordEnd = quotedEnd;
      else if (furthest === end && !isLast) return -1;
      else if (furthest === end && this.isWhole(bytes, start, end)) recordEnd = end;
      else open = true;
    }
    if (open) this.numOpen++;
    const textEnd = recordEnd > start && bytes[recordEnd - 1] === RETURN ? recordEnd - 1 : recordEnd;
    const limited = open ? Math.min(textEnd, start + HEAD_OF_BAD_RECORD) : textEnd;
    const text = this.textOf(bytes, start, limited, end);
    if (!isHeader) this.add(text, open);
    this.line++;
    for (let at = bytes.indexOf(NEWLINE, start); at >= 0 && at < recordEnd; at = bytes.indexOf(NEWLINE, at + 1)) {
      this.line++;
    }
    return recordEnd + 1;
  }

  /**
   * bytes[start, to) as text. Calling the decoder costs more than decoding a row, so it takes several thousand bytes at
   * once; if they come to as many characters, each byte is one, and rows are cut from that text.
   */
  private textOf(bytes: Uint8Array, start: number, to: number, end: number): string {
    if (to > this.window.to) {
      const windowEnd = Math.min(end, Math.max(to, start + WINDOW_BYTES));
      const text = this.decoder.decode(bytes.subarray(start, windowEnd));
      const isOneToOne = text.length === windowEnd - start;
      this.window = { from: start, to: windowEnd, text: isOneToOne ? text : null };
    }
    const { from, text } = this.window;
    return text === null ? this.decoder.decode(bytes.subarray(start, to)) : text.slice(start - from, to - from);
  }

  /** Whether the last record, which has no line end, closes its quotes. */
  private isWhole(bytes: Uint8Array, start: number, end: number): boolean {
    return splitFields(this.decoder.decode(bytes.subarray(start, end)), this.format.delimiter) !== null;
  }

  private add(text: string, open: boolean): void {
    const { format, rows, problems, path, line } = this;
    if (!format.strict && text.trim() === '') return;
    const fields = open ? null : format.quotes ? splitFields(text, format.delimiter) : text.split(format.delimiter);
    const row: ConvertedRow | RowProblem = fields === null ? unclosedQuote(text) : convertRow(fields, format);
    if ('kind' in row) {
      problems.add(path, line, row);
      return;
    }
    const item = rows.itemIds.ofText(row.item);
    rows.add(rows.userIds.ofText(row.user), item, row.rating, row.time);
    if (row.isDate) rows.numDates++;
    if (row.time < 0) rows.hasTimesBefore1970 = true;
    if (row.description !== null) {
      const known = rows.descriptions[item];
      if (!known || (known.title === '' && row.description.title !== '')) rows.descriptions[item] = row.description;
    }
  }
}

function hasQuote(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === QUOTE) return true;
  return false;
}

/** The number of fields that most of the first rows have, if it is one of those allowed; else the last allowed. */
export function usualFieldCount(lines: string[], delimiter: string, allowed: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(delimiter).length;
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  const fitting = allowed.filter((count) => counts.has(count));
  fitting.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return fitting[0] ?? allowed[allowed.length - 1];
}

/** @throws nothing; the error of a file without any row that can be read, with its first problem */
export function noRows(path: string, problems: ProblemLog): PlaygroundError {
  const { first } = problems;
  if (!first) return new PlaygroundError('no-rows', `${path} has no rows`, { file: path });
  const { file, line, found, expected, kind, column } = first;
  const message = `${file} line ${line}: expected ${expected}, found ${found}`;
  return new PlaygroundError('no-rows', message, { file, line, found, expected, kind, column });
}
