/**
 * How data comes in, as the page sees it. An import is a short conversation: it is done, or it asks which column is
 * what, or it says which rows it cannot read and asks whether to go on without them. The data in use stays untouched
 * until it is done.
 */
import type {
  ColumnMapping,
  ImportSource,
  MappingPreview,
  MappingRequest,
  ProblemGroup,
  Reading,
} from '@/data/importTypes';
import type { DatasetSummary, PrepareSettings } from '@/data/types';
import type { ErrorData } from '@/lib/errors';
import type { ImportProgress, Outcome } from './protocol';

export {
  type ColumnMapping,
  DELIMITERS,
  type Delimiter,
  ENCODINGS,
  type Encoding,
  IMPORT_COLUMNS,
  type ImportColumn,
  type ImportSource,
  type MappingPreview,
  type MappingRequest,
  type ProblemGroup,
  type ProblemKind,
  type Reading,
  type RowExample,
} from '@/data/importTypes';

export type ImportStep =
  | { step: 'done'; summary: DatasetSummary }
  /**
   * there is delimited text, but no layout fits, or (`failed`) one does and not one row can be read so: which column is
   * what?
   */
  | { step: 'map'; preview: MappingPreview; failed: ErrorData | null }
  /** some rows cannot be read: keep the others? */
  | {
      step: 'problems';
      fileName: string;
      goodRows: number;
      badRows: number;
      /** how many of them `problemRows` gives: of very many the first ones */
      listedRows: number;
      groups: ProblemGroup[];
    };

/**
 * Asked once, when everything is ready: whether the data are still wanted. What was cancelled before it answers `true`
 * changes nothing; from then on it is too late.
 */
export type MayTake = () => boolean | Promise<boolean>;

export interface ImportService {
  /** A second import cancels the first. */
  importFiles(
    source: ImportSource,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
    mayTake?: MayTake,
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
    mayTake?: MayTake,
  ): Promise<Outcome<ImportStep>>;
  /** What the source of the data in use can be read as, without a mapping; empty where it is not at hand. */
  readings(): Promise<Outcome<Reading[]>>;
  /** Reads it as one of them. */
  importAs(
    reading: Reading,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
    mayTake?: MayTake,
  ): Promise<Outcome<ImportStep>>;
  /** The answer to 'problems'. */
  keepGoodRows(
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
    mayTake?: MayTake,
  ): Promise<Outcome<DatasetSummary>>;
  /** The rows that cannot be read, at most 100,000, as CSV (kind, column, file, line, found, expected). */
  problemRows(): Promise<Blob>;
  /** Drops an import that waits for an answer. */
  discardImport(): Promise<void>;
  /** Takes effect at the next block of rows or step of preparing; whoever waits for the import hears 'cancelled'. */
  cancelImport(): Promise<void>;
}
