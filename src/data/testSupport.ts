/** Small tables, zips and files for tests. */
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { PlaygroundError } from '@/lib/errors';
import type { Archive, ArchiveFile } from './formats/layout';
import type { ImportControl } from './importControl';
import type { ImportSource } from './importTypes';
import { numDuplicatePairs } from './oneOfEachPair';
import { ratingHistogram } from './ratingHistogram';
import { type ReadResult, readSource } from './readSource';
import { openSource } from './sources/openSource';
import type { InteractionTable } from './types';

/** user, item, rating, time; ids are numbered in order of first appearance. */
export type Row = [user: string, item: string, rating: number, time?: number];

/** A table of the given rows; without timestamps if the first row has none. */
export function tableOf(rows: Row[]): InteractionTable {
  const userIds = [...new Set(rows.map((row) => row[0]))];
  const itemIds = [...new Set(rows.map((row) => row[1]))];
  const users = Int32Array.from(rows, (row) => userIds.indexOf(row[0]));
  const itemIndices = Int32Array.from(rows, (row) => itemIds.indexOf(row[1]));
  const ratings = Float32Array.from(rows, (row) => row[2]);
  return {
    name: 'test',
    fileName: 'test.zip',
    layout: 'ml-100k',
    synthetic: false,
    userIds,
    items: itemIds.map((id) => ({ id, title: `Film ${id}`, genres: [], year: null })),
    users,
    itemIndices,
    ratings,
    timestamps: rows[0]?.[3] === undefined ? null : Float64Array.from(rows, (row) => row[3] ?? Number.NaN),
    sources: [],
    numDuplicates: numDuplicatePairs(users, itemIndices, userIds.length, itemIds.length),
    ratingHistogram: ratingHistogram(ratings),
    userAttributes: null,
    givenParts: null,
    givenNegatives: null,
    skipped: null,
  };
}

/** One user's rows with items `i1`, `i2` ... at times 1, 2 ... */
export function userRows(user: string, count: number): Row[] {
  return Array.from({ length: count }, (_, i): Row => [user, `i${i + 1}`, 4, i + 1]);
}

export type Contents = Record<string, string | Uint8Array>;

/** A zip with these files; text is written as UTF-8. Level 0 stores it as it is. */
export async function zipOf(contents: Contents, level = 6): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level });
  for (const [path, content] of Object.entries(contents)) {
    await writer.add(path, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content));
  }
  return new Uint8Array(await writer.close());
}

/** The same files as an archive, without a zip around them; read in blocks of `blockSize` bytes. */
export function archiveOf(contents: Contents, fileName = 'test.zip', blockSize = 1 << 16): Archive {
  const files = Object.entries(contents).map(([path, content]): ArchiveFile => {
    const bytes = bytesOfContent(content);
    return {
      path,
      sizeBytes: bytes.length,
      head: async (maxBytes) => bytes.subarray(0, maxBytes),
      async *blocks(_control, onFraction) {
        for (let at = 0; at < bytes.length; at += blockSize) {
          onFraction?.(Math.min(1, (at + blockSize) / bytes.length));
          yield bytes.subarray(at, at + blockSize);
        }
      },
    };
  });
  return { fileName, kind: 'zip', files };
}

/** The same files as a person drops them. */
export function sourceOf(contents: Contents, name = 'test'): ImportSource {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    blob: new Blob([bytesOfContent(content)]),
  }));
  return { name, files };
}

/** One file as a person drops it. */
export function sourceOfFile(name: string, content: string | Uint8Array): ImportSource {
  return sourceOf({ [name]: content }, name);
}

/** Opens and reads a source of a known layout. */
export async function readKnown(source: ImportSource, control: ImportControl = {}): Promise<ReadResult> {
  const read = await readSource(await openSource(source, control), control);
  if (!read) throw new Error(`${source.name} is of no known layout`);
  return read;
}

/** What reading throws; fails if it throws nothing. */
export async function failureOf(source: ImportSource, control: ImportControl = {}): Promise<PlaygroundError> {
  const thrown = await openSource(source, control)
    .then((archive) => readSource(archive, control))
    .then(
      () => new Error('it was read'),
      (error: unknown) => error,
    );
  if (!(thrown instanceof PlaygroundError)) throw thrown;
  return thrown;
}

function bytesOfContent(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
}

/** Text as ISO-8859-1: a byte a character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
