/** From a record's fields to an interaction, or to what is wrong with it. */
import type { ImportColumn } from '../importTypes';
import type { RowProblem } from '../problemLog';
import { quoteField, wrongFieldCount } from './badRow';
import type { Description } from './interactionRows';

/** How the records of a file are cut and read. */
export interface RowFormat {
  /** one or two ASCII characters */
  delimiter: string;
  encoding: 'utf-8' | 'windows-1252' | 'utf-16le';
  /** the first record names the columns */
  header: boolean;
  /** fields may stand in quotes, with delimiters and line ends inside */
  quotes: boolean;
  /**
   * as published by MovieLens: ids and times are whole numbers, no blanks around fields. Otherwise ids may be any text,
   * and times dates.
   */
  strict: boolean;
  /** a row has exactly so many */
  numFields: number;
  columns: Record<ImportColumn, number | null>;
  /** [numFields] for messages */
  names: readonly string[];
  /** times are divided by this to be seconds */
  timeDivisor: number;
}

export interface ConvertedRow {
  user: string;
  item: string;
  rating: number;
  /** seconds since 1970, 0 without a time column */
  time: number;
  /** the time was written as a date */
  isDate: boolean;
  /** null where no column describes items */
  description: Description | null;
}

const WHOLE = /^\d{1,15}$/;
const STRICT_NUMBER = /^\d{1,15}(\.\d+)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;
const DATE =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i;

/** @param fields null if a quote was never closed */
export function convertRow(fields: string[] | null, format: RowFormat): ConvertedRow | RowProblem {
  if (fields === null) return unclosedQuote('');
  const { numFields, delimiter, columns, strict } = format;
  if (fields.length !== numFields) return wrongFieldCount(fields.length, numFields, delimiter);
  const field = (column: number) => (strict ? fields[column] : fields[column].trim());

  const user = idOf(field(columns.user as number), columns.user as number, format);
  if (typeof user !== 'string') return user;
  const item = idOf(field(columns.item as number), columns.item as number, format);
  if (typeof item !== 'string') return item;
  const rating = columns.rating === null ? 1 : ratingOf(field(columns.rating), columns.rating, format);
  if (typeof rating !== 'number') return rating;
  const time = columns.timestamp === null ? 0 : timeOf(field(columns.timestamp), columns.timestamp, format);
  if (typeof time !== 'number') return time;

  const isDate = columns.timestamp !== null && !strict && !NUMBER.test(field(columns.timestamp));
  const { title, genres } = columns;
  const description =
    title === null && genres === null
      ? null
      : { title: title === null ? '' : field(title), genres: genres === null ? [] : genresOf(field(genres)) };
  return { user, item, rating, time, isDate, description };
}

/** Which of the mapped columns of a record cannot be read; all of them if the record is not even cut as it should be. */
export function unreadableColumns(fields: string[] | null, format: RowFormat): ImportColumn[] {
  const { columns, numFields } = format;
  const mapped = (Object.keys(columns) as ImportColumn[]).filter((role) => columns[role] !== null);
  if (fields === null || fields.length > numFields) return mapped;
  const wrong = (role: ImportColumn) => {
    const column = columns[role] as number;
    if (column >= fields.length) return true;
    const text = fields[column].trim();
    if (role === 'user' || role === 'item') return typeof idOf(text, column, format) !== 'string';
    if (role === 'rating') return typeof ratingOf(text, column, format) !== 'number';
    return role === 'timestamp' && typeof timeOf(text, column, format) !== 'number';
  };
  return mapped.filter(wrong);
}

/** @param found how the record starts */
export function unclosedQuote(found: string): RowProblem {
  return { kind: 'unclosed-quote', column: '', found: quoteField(found), expected: 'a second " before the next row' };
}

/** Seconds since 1970 of `2024-03-01`, `2024-03-01 12:30`, `2024-03-01T12:30:00.5+02:00`; UTC if no zone is said. */
export function parseDate(text: string): number | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = match;
  const date = Date.UTC(+year, +month - 1, +day);
  // Date.UTC makes March 2 of February 30: the month that follows says how long this one is.
  const exists = +month >= 1 && +month <= 12 && +day >= 1 && date < Date.UTC(+year, +month, 1);
  if (!exists || +hour > 23 || +minute > 59 || +second > 59) return null;
  return date / 1000 + +hour * 3600 + +minute * 60 + +second + +fraction - (zone ? zoneSeconds(zone) : 0);
}

export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

function zoneSeconds(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}

function idOf(text: string, column: number, { strict, names }: RowFormat): string | RowProblem {
  if (!strict) {
    return text === '' ? { kind: 'missing', column: names[column], found: '(empty)', expected: 'an id' } : text;
  }
  // `007` and 7 are one film, here as in the films file.
  if (WHOLE.test(text)) return String(Number(text));
  const expected = `a whole number of at most 15 digits as ${names[column]}`;
  return { kind: wrongNumber(text), column: names[column], found: quoteField(text), expected };
}

function ratingOf(text: string, column: number, { strict, names }: RowFormat): number | RowProblem {
  if ((strict ? STRICT_NUMBER : NUMBER).test(text)) {
    const rating = Number(text);
    if (rating >= 0 && Math.fround(rating) < Number.POSITIVE_INFINITY) return rating + 0;
  }
  const expected = `a number such as 4 or 3.5 as ${names[column]}`;
  return { kind: wrongNumber(text), column: names[column], found: quoteField(text), expected };
}

function timeOf(text: string, column: number, { strict, names, timeDivisor }: RowFormat): number | RowProblem {
  if ((strict ? WHOLE : NUMBER).test(text)) {
    const time = Number(text);
    if (time >= 0 && time < 1e20) return time / timeDivisor;
  }
  const date = strict ? null : parseDate(text);
  if (date !== null) return date;
  const expected = strict
    ? `a whole number of at most 15 digits as ${names[column]}`
    : `seconds since 1970 or a date such as 2024-03-01 as ${names[column]}`;
  return { kind: wrongNumber(text), column: names[column], found: quoteField(text), expected };
}

function wrongNumber(text: string): RowProblem['kind'] {
  if (text === '') return 'missing';
  if (NOT_FINITE.test(text)) return 'not-finite';
  if (!NUMBER.test(text)) return 'not-a-number';
  const number = Number(text);
  if (number < 0) return 'negative';
  return Math.abs(Math.fround(number)) === Number.POSITIVE_INFINITY ? 'not-finite' : 'not-a-number';
}

/** `Drama|War`, `Drama;War` or `Drama, War`. */
function genresOf(text: string): string[] {
  const separator = ['|', ';', ','].find((candidate) => text.includes(candidate));
  const genres = separator ? text.split(separator) : [text];
  return genres.map((genre) => genre.trim()).filter((genre) => genre !== '' && genre !== '(no genres listed)');
}
