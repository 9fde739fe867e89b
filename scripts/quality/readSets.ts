/** The data sets with published figures, read from a folder by the page's own importer. */
import { createHash } from 'node:crypto';
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

/** Of all bytes of a set, with the names of its files. @throws Error if it is not in the folder */
export async function hashSet(set: SetId, folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesOf(set, folder)) {
    hash.update(`${file}\n`).update(await readFile(path.join(folder, file)));
  }
  return hash.digest('hex');
}

async function filesOf(set: SetId, folder: string): Promise<string[]> {
  const name = SETS[set];
  if (name.endsWith('.zip')) return [name];
  return (await readdir(path.join(folder, name))).sort().map((file) => `${name}/${file}`);
}

/** @throws Error if no layout fits, or a row could not be read: a figure on part of the data would be none */
export async function readSet(set: SetId, folder: string): Promise<InteractionTable> {
  const name = SETS[set];
  const files = await Promise.all(
    (await filesOf(set, folder)).map(async (file) => ({
      path: file,
      blob: new Blob([await readFile(path.join(folder, file))]),
    })),
  );
  const archive = await openSource({ name, files }, {});
  const read = await readSource(archive, {});
  if (read === null) throw new Error(`${name} has no layout that is known`);
  if (read.problems.count > 0) throw new Error(`${name}: ${read.problems.count} rows could not be read`);
  return read.table;
}
