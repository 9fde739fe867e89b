/** What an import may be told and what it answers, as plain data: the contract's part that the readers share. */

import type { LayoutId } from './types';

/** What was dropped, chosen or pasted: a zip, one file, several files, a folder, or text. */
export interface ImportSource {
  /** `ml-1m.zip`, the folder's name, or what the page calls pasted text */
  name: string;
  /** paths within the folder, separated by `/`; a zip is one file and is opened by the worker */
  files: { path: string; blob: Blob }[];
}

/** One of the things that a source can be read as. */
export interface Reading {
  layout: LayoutId;
  /** which files of ratings, where the source has several of the layout; else empty */
  files: string[];
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
  /** of negatives: neither in train nor in test */
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
