/**
 * How data comes in, as the page sees it. An import is a short conversation: it is done, or it asks which column is
 * what, or it says which rows it cannot read and asks whether to go on without them. The data in use stays untouched
 * until it is done.
 */
import type { DatasetSummary, PrepareSettings } from '@/data/types';
import type { ImportProgress, Outcome } from './protocol';

/** What was dropped, chosen or pasted: a zip, one file, several files, a folder, or text. */
export interface ImportSource {
  /** `ml-1m.zip`, the folder's name, or what the page calls pasted text */
  name: string;
  /** paths within the folder, separated by `/`; a zip is one file and is opened by the worker */
  files: { path: string; blob: Blob }[];
}

export const IMPORT_COLUMNS = ['user', 'item', 'rating', 'timestamp', 'title', 'genres'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le'] as const;
export type Encoding = (typeof ENCODINGS)[number];
/** one character, or `::` */
export const DELIMITERS = [',', '\t', ';', '|', ' ', '::'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How any delimited text is read. */
export interface ColumnMapping {
  /** which file of the source holds the interactions */
  path: string;
  encoding: Encoding;
  delimiter: Delimiter;
  /** the first row names the columns */
  header: boolean;
  /** column numbers from 0; user and item are needed before anything can be read */
  columns: Record<ImportColumn, number | null>;
}

/** A mapping to look at; without columns they are guessed under this file, encoding, delimiter and header. */
export type MappingRequest = Omit<ColumnMapping, 'columns'> & { columns: ColumnMapping['columns'] | null };

export interface MappingPreview {
  /** as guessed, or as asked for */
  mapping: ColumnMapping;
  /** files of the source that could hold interactions */
  paths: string[];
  /** [columns] from the header, else "1", "2" ... */
  names: string[];
  /** the first rows, at most 50, without the header; a row may have fewer or more fields than there are names */
  rows: string[][];
  /** for each of `rows`: the columns that cannot be read as what they are mapped to */
  problems: ImportColumn[][];
}

/** What can be wrong with a row; texts under `data:problems.kind.<kind>`. */
export type ProblemKind =
  | 'field-count'
  | 'not-a-number'
  | 'not-finite'
  | 'negative'
  | 'missing'
  | 'unclosed-quote'
  | 'unknown-item';

/** Rows that are wrong in the same way. */
export interface ProblemGroup {
  kind: ProblemKind;
  /** name of the column as in the file or the layout, empty for the whole row */
  column: string;
  count: number;
  /** the first ones, at most 20 */
  examples: RowExample[];
}
export interface RowExample {
  file: string;
  /** from 1 */
  line: number;
  /** the field as it stands, shortened */
  found: string;
  /** English, for the list that is downloaded; the page words it by kind and column */
  expected: string;
}

export type ImportStep =
  | { step: 'done'; summary: DatasetSummary }
  /** no layout fits, but there is delimited text: which column is what? */
  | { step: 'map'; preview: MappingPreview }
  /** some rows cannot be read: keep the others? */
  | { step: 'problems'; fileName: string; goodRows: number; badRows: number; groups: ProblemGroup[] };

export interface ImportService {
  /** A second import cancels the first. */
  importFiles(
    source: ImportSource,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Outcome<ImportStep>>;
  /**
   * The first rows under a mapping; null guesses one. Of the import that waits for an answer, else of what the data in
   * use was read from ("Change...").
   */
  previewMapping(mapping: MappingRequest | null): Promise<Outcome<MappingPreview>>;
  /** Reads that source by columns. It keeps waiting if that fails, so that another mapping can be tried. */
  importMapped(
    mapping: ColumnMapping,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Outcome<ImportStep>>;
  /** The answer to 'problems'. */
  keepGoodRows(settings: PrepareSettings): Promise<Outcome<DatasetSummary>>;
  /** All rows that cannot be read, as CSV (kind, column, file, line, found, expected). */
  problemRows(): Promise<Blob>;
  /** Drops an import that waits for an answer. */
  discardImport(): Promise<void>;
  /** Takes effect at the next block of rows; whoever waits for the import hears 'cancelled'. */
  cancelImport(): Promise<void>;
}
