/** The data sets with published figures, read from a folder by the page's own importer. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSource } from '@/data/readSource';
import { openSource } from '@/data/sources/openSource';
import type { InteractionTable } from '@/data/types';

/** What lies in the folder: MovieLens' own zips, and folders with the files of two papers' authors. */
const SETS = {
  'ml-100k': 'ml-100k.zip',
  'ml-1m': 'ml-1m.zip',
  'ml-1m-ncf': 'ml-1m-ncf',
  'ml-1m-sasrec': 'ml-1m-sasrec',
} as const;
export type SetId = keyof typeof SETS;

/** @throws Error if no layout fits, or a row could not be read: a figure on part of the data would be none */
export async function readSet(set: SetId, folder: string): Promise<InteractionTable> {
  const name = SETS[set];
  const paths = name.endsWith('.zip')
    ? [name]
    : (await readdir(path.join(folder, name))).map((file) => `${name}/${file}`);
  const files = await Promise.all(
    paths.map(async (file) => ({ path: file, blob: new Blob([await readFile(path.join(folder, file))]) })),
  );
  const archive = await openSource({ name, files }, {});
  const read = await readSource(archive, {});
  if (read === null) throw new Error(`${name} has no layout that is known`);
  if (read.problems.count > 0) throw new Error(`${name}: ${read.problems.count} rows could not be read`);
  return read.table;
}
