/** From what was dropped to a table of interactions, or to the question which column is what. */
import { type ErrorData, PlaygroundError } from '@/lib/errors';
import { LAYOUTS, recogniseLayout } from './formats';
import type { Archive, ArchiveFile } from './formats/layout';
import { guessMapping, previewOf, type TextHead } from './formats/mapping/guessMapping';
import { inspectText } from './formats/mapping/inspectText';
import { readMapped } from './formats/mapping/readMapped';
import { type ImportControl, throwIfCancelled } from './importControl';
import type { ColumnMapping, MappingPreview, MappingRequest, Reading } from './importTypes';
import { ProblemLog } from './problemLog';
import { shownHead } from './sources/shownHead';
import type { InteractionTable } from './types';

const HEAD_BYTES = 1 << 16;
const MAX_LISTED = 20;
/** Of a folder of many files, the largest are looked at: interactions are what is most of a data set. */
const MAX_LOOKED_AT = 60;
/** A line or two of words may look like a table. */
const NO_TABLE = /(^|\/)(readme|licen[cs]e|changelog)[^/]*$|\.(md|html?|xml|json|zip|py|pl|sh|ipynb)$/i;

/** Interactions as read, and what could not be. */
export interface ReadResult {
  table: InteractionTable;
  problems: ProblemLog;
}

/**
 * Reads a source whose layout is known.
 * @returns null if no layout fits but some file is delimited text, for which a mapping can be guessed
 * @throws PlaygroundError 'no-ratings-in-zip', 'no-ratings-in-files', 'nested-zip' (`entries` lists what was there);
 *   of a single file 'empty-file', 'binary-file', 'one-column'; 'no-rows'; 'file-too-large'; 'broken-zip';
 *   'unreadable-file'; 'cancelled'
 */
export async function readSource(archive: Archive, control: ImportControl): Promise<ReadResult | null> {
  const layout = await recogniseLayout(archive, control);
  if (layout) {
    const problems = new ProblemLog();
    return { table: await layout.read(archive, problems, control), problems };
  }
  const paths = await mappablePaths(archive, control);
  if (paths.length === 0) throw await nothingToRead(archive, control);
  return null;
}

/** Reads a source as one of its readings. @throws as `readSource` */
export async function readAs(
  archive: Archive,
  { layout, files }: Reading,
  control: ImportControl,
): Promise<ReadResult> {
  const problems = new ProblemLog();
  const known = LAYOUTS.find(({ id }) => id === layout);
  if (!known) throw new PlaygroundError('unknown', `no layout ${layout}`);
  return { table: await known.read(archive, problems, control, files), problems };
}

/**
 * The first rows under a mapping; null guesses one, for the file that most looks like interactions.
 * @param failed why a known layout could not be read: then for the file that it is about
 * @throws what `failed` says, where no mapping can be guessed; PlaygroundError 'no-ratings-in-files' if there is none, or none of the path that was asked for
 */
export async function previewMapping(
  archive: Archive,
  request: MappingRequest | null,
  control: ImportControl,
  failed: ErrorData | null = null,
): Promise<MappingPreview> {
  const paths = await mappablePaths(archive, control);
  if (request) {
    const head = await headOf(fileAt(archive, request.path), control);
    return previewOf(head, request, paths.includes(request.path) ? paths : [...paths, request.path]);
  }
  if (paths.length === 0) {
    if (failed) throw new PlaygroundError(failed.code, failed.message, failed.details);
    throw await nothingToRead(archive, control);
  }
  const path = paths.find((candidate) => candidate === failed?.details.file) ?? paths[0];
  const head = await headOf(fileAt(archive, path), control);
  const mapping = guessMapping(head);
  if (!mapping) throw new Error(`${head.path} had a mapping before`);
  return previewOf(head, mapping, paths);
}

/** Reads a source by columns. @throws PlaygroundError 'invalid-config' without user and item; else as `readSource` */
export async function readByMapping(
  archive: Archive,
  mapping: ColumnMapping,
  control: ImportControl,
): Promise<ReadResult> {
  const { user, item } = mapping.columns;
  if (user === null || item === null) {
    throw new PlaygroundError('invalid-config', 'a mapping needs a user and an item column', { file: mapping.path });
  }
  const file = fileAt(archive, mapping.path);
  const head = await headOf(file, control);
  if (head.bytes.length === 0) throw new PlaygroundError('empty-file', `${file.path} is empty`, { file: file.path });
  const problems = new ProblemLog();
  return { table: await readMapped(archive, file, head, mapping, problems, control), problems };
}

function fileAt(archive: Archive, path: string): ArchiveFile {
  const file = archive.files.find((candidate) => candidate.path === path);
  if (!file) throw new PlaygroundError('no-ratings-in-files', `no file ${path}`, { file: path });
  return file;
}

async function headOf(file: ArchiveFile, control: ImportControl): Promise<TextHead> {
  const bytes = await file.head(HEAD_BYTES, control);
  return { path: file.path, bytes, isAll: bytes.length < HEAD_BYTES };
}

/** Files of delimited text, the most likely first: with a user and an item among the names, then by size. */
async function mappablePaths(archive: Archive, control: ImportControl): Promise<string[]> {
  const tables = archive.files.filter(({ path }) => !NO_TABLE.test(path));
  const bySize = tables.sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, MAX_LOOKED_AT);
  const found: { path: string; points: number }[] = [];
  for (const file of bySize) {
    throwIfCancelled(control);
    const mapping = guessMapping(await headOf(file, control));
    if (!mapping) continue;
    const { user, item, rating, timestamp } = mapping.columns;
    if (user === null || item === null) continue;
    const named = mapping.header ? 2 : 0;
    found.push({ path: file.path, points: named + Number(rating !== null) + Number(timestamp !== null) });
  }
  return found.sort((a, b) => b.points - a.points).map(({ path }) => path);
}

/** Why there is nothing to read: of one file what is wrong with it, else what there was. */
async function nothingToRead(archive: Archive, control: ImportControl): Promise<PlaygroundError> {
  const { files, fileName, kind } = archive;
  if (files.length === 1) {
    const error = await wrongWith(files[0], control);
    if (error) return error;
  }
  const listed = { entries: files.slice(0, MAX_LISTED).map(({ path }) => path), numEntries: files.length };
  if (files.some(({ path }) => path === '[Content_Types].xml')) {
    return new PlaygroundError('binary-file', `${fileName} is an office document`, { file: fileName });
  }
  const zips = files.filter(({ path }) => /\.zip$/i.test(path)).map(({ path }) => path);
  if (kind === 'zip' && zips.length > 0) {
    const inner = { file: fileName, entries: zips.slice(0, MAX_LISTED), numEntries: zips.length };
    return new PlaygroundError('nested-zip', `${fileName} holds ${zips.join(', ')}`, inner);
  }
  const code = kind === 'zip' ? 'no-ratings-in-zip' : 'no-ratings-in-files';
  return new PlaygroundError(code, `${fileName} holds no ratings of a known layout`, { file: fileName, ...listed });
}

/** @returns null if it is a zip, which is said better by what holds it */
async function wrongWith(file: ArchiveFile, control: ImportControl): Promise<PlaygroundError | null> {
  const { path } = file;
  const head = await headOf(file, control);
  if (head.bytes[0] === 0x50 && head.bytes[1] === 0x4b) return null;
  const { kind } = inspectText(head.bytes, head.isAll);
  if (kind === 'empty') return new PlaygroundError('empty-file', `${path} is empty`, { file: path });
  const details = { file: path, found: shownHead(head.bytes) };
  if (kind === 'binary') return new PlaygroundError('binary-file', `${path} is not text`, details);
  return new PlaygroundError('one-column', `no delimiter makes two columns of ${path}`, details);
}
