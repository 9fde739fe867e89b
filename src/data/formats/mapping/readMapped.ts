/** Any delimited text, read as a column mapping says. */
import type { ImportControl } from '../../importControl';
import type { ColumnMapping } from '../../importTypes';
import type { ProblemLog } from '../../problemLog';
import type { InteractionTable, Item, SourceFile, SourceNote } from '../../types';
import { delimiterName } from '../badRow';
import type { RowFormat } from '../convertRow';
import { filmTitle } from '../filmTitle';
import { finishTable } from '../finishTable';
import { InteractionRows } from '../interactionRows';
import type { Archive, ArchiveFile } from '../layout';
import { listSources } from '../movieLens';
import { noRows, readInteractions } from '../readInteractions';
import { formatOf, type TextHead } from './guessMapping';
import { inspectText } from './inspectText';

const ENCODING_NAMES = { 'utf-8': 'UTF-8', 'windows-1252': 'windows-1252', 'utf-16le': 'UTF-16' };

/**
 * @param head of the file that the mapping names
 * @throws PlaygroundError 'no-rows', 'file-too-large', 'cancelled'
 */
export async function readMapped(
  archive: Archive,
  file: ArchiveFile,
  head: TextHead,
  mapping: ColumnMapping,
  problems: ProblemLog,
  control: ImportControl,
): Promise<InteractionTable> {
  const format = formatOf(head, mapping);
  const rows = new InteractionRows(mapping.columns.timestamp !== null);
  await readInteractions(file, format, rows, problems, control);
  if (rows.length === 0) throw noRows(file.path, problems);
  const source: Omit<SourceFile, 'path' | 'sizeBytes'> = {
    role: 'ratings',
    delimiter: delimiterName(mapping.delimiter),
    encoding: ENCODING_NAMES[mapping.encoding],
    columns: [...format.names],
    notes: notesOf(head, format, rows),
  };
  const { columns } = mapping;
  const describes = columns.title !== null || columns.genres !== null;
  return finishTable(
    archive,
    {
      layout: 'mapped',
      items: describes ? itemsOf(rows) : undefined,
      rows: rows.finish(),
      sources: listSources(archive, new Map([[file, source]])),
    },
    control,
  );
}

function* itemsOf(rows: InteractionRows): Generator<Item> {
  for (const [index, id] of rows.itemIds.names().entries()) {
    const description = rows.descriptions[index];
    if (!description) continue;
    const { title, year } = filmTitle(description.title || id);
    yield { id, title, year, genres: description.genres };
  }
}

function notesOf(head: TextHead, { columns, timeDivisor }: RowFormat, rows: InteractionRows): SourceNote[] {
  const inspected = inspectText(head.bytes, head.isAll);
  const notes: SourceNote[] = [];
  if (inspected.kind === 'text' && inspected.hasByteOrderMark) notes.push('byte-order-mark');
  if (rows.numDates > 0) notes.push('times-as-dates');
  if (rows.hasTimesBefore1970) notes.push('times-before-1970');
  if (columns.timestamp !== null && timeDivisor !== 1) notes.push('times-in-milliseconds');
  if (columns.rating === null) notes.push('no-ratings');
  if (rows.userIds.hasTexts || rows.itemIds.hasTexts) notes.push('ids-as-text');
  return notes;
}
