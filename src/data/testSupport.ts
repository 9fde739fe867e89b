/** Small tables, zips and files for tests. */
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { Archive } from './formats/layout';
import { numDuplicatePairs } from './lastOfEachPair';
import { ratingHistogram } from './ratingHistogram';
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

/** The same files as an archive, without a zip around them. */
export function archiveOf(contents: Contents, fileName = 'test.zip'): Archive {
  const files = Object.entries(contents).map(([path, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return {
      path,
      sizeBytes: bytes.length,
      head: async (maxBytes: number) => bytes.subarray(0, maxBytes),
      bytes: async () => bytes,
    };
  });
  return { fileName, files };
}

/** Text as ISO-8859-1: a byte a character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
