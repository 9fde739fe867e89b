/** What the MovieLens layouts share: rows of user, item, rating and time, a films file, a users file; all are joined. */
import type { ImportControl } from '../importControl';
import type { ProblemLog } from '../problemLog';
import type { InteractionTable, Item, LayoutId, SourceFile, SourceNote } from '../types';
import { delimiterName } from './badRow';
import type { RowFormat } from './convertRow';
import { baseName, findFile } from './findFile';
import { finishTable, type User } from './finishTable';
import { headLines } from './headLines';
import { InteractionRows } from './interactionRows';
import type { Archive, ArchiveFile } from './layout';
import { noRows, readInteractions, usualFieldCount } from './readInteractions';
import { type ParseLine, readLines } from './readLines';
import { byteOrderMark } from './records';
import { timeDivisorOf } from './timeDivisor';

/** A file that says something about items or users. */
export interface SideFile<T> {
  /** lower case */
  name: string;
  columns: string[];
  delimiter: string;
  header?: boolean;
  parser(archive: Archive, problems: ProblemLog, control: ImportControl): Promise<ParseLine<T>>;
}

export interface MovieLensFiles {
  layout: LayoutId;
  /** names of published data sets, by their number of rows */
  published: Readonly<Record<number, string>>;
  /** of the ratings */
  delimiter: string;
  header?: boolean;
  columns: readonly string[];
  items: SideFile<Item>;
  users?: SideFile<User>;
  /** another file that the items' parser reads */
  alsoItems?: { name: string; columns: string[] };
}

export const RATING_COLUMNS = ['userId', 'itemId', 'rating', 'timestamp'] as const;
/** Times may be missing. */
export const RATING_FIELD_COUNTS = [3, 4] as const;

/** @param ratings one file, or the two files of a split: train, then test */
export async function readMovieLens(
  files: MovieLensFiles,
  ratings: ArchiveFile[],
  archive: Archive,
  problems: ProblemLog,
  control: ImportControl,
): Promise<InteractionTable> {
  const { delimiter, header = false, columns } = files;
  const format = await ratingFormat(ratings[0], delimiter, control, { header, names: columns });
  const rows = new InteractionRows(format.numFields === 4);
  const { ends } = await readParts(ratings, format, rows, problems, control);
  if (rows.length === 0) throw noRows(ratings[0].path, problems);

  const sources = new Map<ArchiveFile, Omit<SourceFile, 'path' | 'sizeBytes'>>();
  for (const file of ratings) sources.set(file, await ratingSource(file, format, control));

  const readSide = async <T extends object>(side: SideFile<T> | undefined, role: 'items' | 'users') => {
    const file = side && findFile(archive, side.name);
    if (!file) return undefined;
    const parse = await side.parser(archive, problems, control);
    const read = await readLines(file, parse, problems, control, side);
    const { encoding } = read;
    sources.set(file, { role, delimiter: delimiterName(side.delimiter), encoding, columns: side.columns });
    return read.rows;
  };
  const items = await readSide(files.items, 'items');
  const users = await readSide(files.users, 'users');
  const also = items && files.alsoItems && findFile(archive, files.alsoItems.name);
  if (also && files.alsoItems) {
    const { columns } = files.alsoItems;
    sources.set(also, { role: 'items', delimiter: files.items.delimiter, encoding: null, columns });
  }
  const parts = ratings.length > 1 ? givenParts(ends) : undefined;
  return finishTable(
    archive,
    {
      layout: files.layout,
      published: files.published,
      rows: rows.finish(),
      items,
      users,
      givenParts: parts,
      sources: listSources(archive, sources),
    },
    control,
  );
}

/** Reads several files one after another into the same rows. @returns the number of rows after each */
export async function readParts(
  files: ArchiveFile[],
  format: RowFormat,
  rows: InteractionRows,
  problems: ProblemLog,
  control: ImportControl,
): Promise<{ ends: number[] }> {
  const all = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) || 1;
  const ends: number[] = [];
  let from = 0;
  for (const file of files) {
    const size = file.sizeBytes / all;
    await readInteractions(file, format, rows, problems, control, { from, size });
    from += size;
    ends.push(rows.length);
  }
  return { ends };
}

/** 0 for the rows of the first file, 1 for those of the second. */
export function givenParts(ends: number[]): Uint8Array {
  return new Uint8Array(ends[1]).fill(1, ends[0]);
}

/** All files of the archive, ignored unless it says what they were read as. */
export function listSources(
  archive: Archive,
  read: ReadonlyMap<ArchiveFile, Omit<SourceFile, 'path' | 'sizeBytes'>>,
): SourceFile[] {
  const ignored = { role: 'ignored', delimiter: null, encoding: null, columns: [] } as const;
  return archive.files.map((file) => {
    const { columns, ...rest } = read.get(file) ?? ignored;
    return { path: file.path, sizeBytes: file.sizeBytes, ...rest, columns: [...columns] };
  });
}

/**
 * Rows of user, item, rating and perhaps time, as the first rows of the file have them: how many fields, and in which
 * unit the times are.
 */
export async function ratingFormat(
  file: ArchiveFile,
  delimiter: string,
  control: ImportControl,
  { header = false, names = RATING_COLUMNS as readonly string[] } = {},
): Promise<RowFormat> {
  const lines = (await headLines(file, control)).slice(header ? 1 : 0);
  const format = strictFormat(delimiter, usualFieldCount(lines, delimiter, RATING_FIELD_COUNTS), header, names);
  const { timestamp } = format.columns;
  const times = timestamp === null ? [] : lines.map((line) => line.split(delimiter)[timestamp] ?? '');
  return { ...format, timeDivisor: timeDivisorOf(times) };
}

/** What a file of ratings was read as, and what had to be done for it. */
export async function ratingSource(
  file: ArchiveFile,
  { delimiter, names, columns, timeDivisor }: RowFormat,
  control: ImportControl,
): Promise<Omit<SourceFile, 'path' | 'sizeBytes'>> {
  const notes: SourceNote[] = [];
  if (byteOrderMark(await file.head(3, control)) > 0) notes.push('byte-order-mark');
  if (columns.timestamp !== null && timeDivisor !== 1) notes.push('times-in-milliseconds');
  return { role: 'ratings', delimiter: delimiterName(delimiter), encoding: 'ASCII', columns: [...names], notes };
}

/** @param numFields user and item come first, then rating, then time, as far as there are so many */
export function strictFormat(
  delimiter: string,
  numFields: number,
  header = false,
  names: readonly string[] = RATING_COLUMNS,
): RowFormat {
  return {
    delimiter,
    encoding: 'windows-1252',
    header,
    // CSV may quote any field; the others know no quotes
    quotes: delimiter === ',',
    strict: true,
    numFields,
    columns: {
      user: 0,
      item: 1,
      rating: numFields > 2 ? 2 : null,
      timestamp: numFields > 3 ? 3 : null,
      title: null,
      genres: null,
    },
    names: names.slice(0, numFields),
    timeDivisor: 1,
  };
}

/** Whether a file is called so, in any folder and case. */
export function hasName(file: ArchiveFile, pattern: RegExp): boolean {
  return pattern.test(baseName(file.path).toLowerCase());
}
