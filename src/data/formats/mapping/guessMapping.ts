/** How a text with unknown columns is read: guessed from its first rows, shown to a person, changed by them. */
import {
  type ColumnMapping,
  type Delimiter,
  IMPORT_COLUMNS,
  type MappingPreview,
  type MappingRequest,
} from '../../importTypes';
import { parseDate, type RowFormat, unreadableColumns } from '../convertRow';
import { timeDivisorOf } from '../timeDivisor';
import { firstRecords, usualLength } from './firstRecords';
import { guessColumns, isKnownName } from './guessColumns';
import { decodeAs, inspectText } from './inspectText';

const MAX_RECORDS = 200;
const MAX_ROWS_SHOWN = 50;
/** Of a table, most rows have as many fields as the others. */
const MIN_SHARE = 0.7;

/** The beginning of a file. */
export interface TextHead {
  path: string;
  bytes: Uint8Array;
  /** there is no more than these bytes */
  isAll: boolean;
}

/** The delimiter that cuts most rows into equally many fields, at least two; null if none does. */
export function guessDelimiter(text: string, isAll: boolean): Delimiter | null {
  let best: { delimiter: Delimiter; score: number } | null = null;
  for (const delimiter of BY_TRUST) {
    const { length, share } = usualLength(firstRecords(text, delimiter, isAll, MAX_RECORDS));
    if (length < 2 || share < MIN_SHARE) continue;
    // Only a clearly better one comes before those that are trusted more.
    if (!best || share > best.score + 0.1) best = { delimiter, score: share };
  }
  return best?.delimiter ?? null;
}

/** Rarer in words comes first. */
const BY_TRUST: readonly Delimiter[] = ['::', '\t', ';', ',', '|', ' '];

/**
 * @returns null if the bytes are no text, or none of the delimiters makes two columns of them
 */
export function guessMapping(head: TextHead): ColumnMapping | null {
  const inspected = inspectText(head.bytes, head.isAll);
  if (inspected.kind !== 'text') return null;
  const { encoding } = inspected;
  const text = decodeAs(head.bytes, encoding);
  const delimiter = guessDelimiter(text, head.isAll);
  if (delimiter === null) return null;
  const header = hasHeader(text, delimiter, head.isAll);
  return complete(head, { path: head.path, encoding, delimiter, header, columns: null });
}

/** The request with its columns guessed, if it has none. */
export function complete(head: TextHead, request: MappingRequest): ColumnMapping {
  if (request.columns !== null) return { ...request, columns: request.columns };
  const { names, records, numFields } = readHead(head, request);
  const regular = records.filter((record): record is string[] => record?.length === numFields);
  return { ...request, columns: guessColumns(request.header ? names : null, regular) };
}

export function previewOf(head: TextHead, request: MappingRequest, paths: string[]): MappingPreview {
  const mapping = complete(head, request);
  const { names, records } = readHead(head, mapping);
  const format = formatOf(head, mapping);
  const shown = records.slice(0, MAX_ROWS_SHOWN);
  return {
    mapping,
    paths,
    names,
    rows: shown.map((record) => record ?? []),
    problems: shown.map((record) => unreadableColumns(record, format)),
  };
}

/** How to read all of the file under this mapping. */
export function formatOf(head: TextHead, mapping: ColumnMapping): RowFormat {
  const { names, records, numFields } = readHead(head, mapping);
  const time = mapping.columns.timestamp;
  const times = time === null ? [] : records.map((record) => record?.[time]?.trim() ?? '');
  const roleOf = (column: number) => IMPORT_COLUMNS.find((role) => mapping.columns[role] === column);
  return {
    delimiter: mapping.delimiter,
    encoding: mapping.encoding,
    header: mapping.header,
    quotes: true,
    strict: false,
    numFields,
    columns: mapping.columns,
    // A number says nothing: without a header a column is called what it is taken for.
    names: mapping.header ? names : names.map((name, column) => roleOf(column) ?? name),
    timeDivisor: timeDivisorOf(times),
  };
}

function readHead(
  { bytes, isAll }: TextHead,
  { encoding, delimiter, header }: Pick<ColumnMapping, 'encoding' | 'delimiter' | 'header'>,
): { names: string[]; records: (string[] | null)[]; numFields: number } {
  const records = firstRecords(decodeAs(bytes, encoding), delimiter, isAll, MAX_RECORDS + 1);
  const first = header ? records.shift() : undefined;
  // Names of a header that nothing follows are all there is.
  const numFields = usualLength(records).length || first?.length || 0;
  const names = Array.from({ length: numFields }, (_, column) => first?.[column]?.trim() || `${column + 1}`);
  return { names, records, numFields };
}

/** Whether the first row names the columns: by known names, or because it has words where numbers or dates follow. */
function hasHeader(text: string, delimiter: Delimiter, isAll: boolean): boolean {
  const [first, ...records] = firstRecords(text, delimiter, isAll, MAX_RECORDS);
  if (!first) return false;
  const isNumeric = (field: string) => /^[+-]?\d+([.,]\d+)?$/.test(field.trim()) || parseDate(field.trim()) !== null;
  if (first.some(isNumeric)) return false;
  if (first.some(isKnownName)) return true;
  const regular = records.filter((record): record is string[] => record?.length === first.length);
  return first.some(
    (_, column) =>
      regular.length > 0 && regular.filter((record) => isNumeric(record[column])).length > 0.9 * regular.length,
  );
}
