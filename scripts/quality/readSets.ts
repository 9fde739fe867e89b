/** The data sets with published figures, read from a folder: MovieLens zips and two papers' own files. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readZip } from '@/data/readZip';
import type { InteractionTable } from '@/data/types';
import { rowListsFromPairs } from '@/lib/csr';

export type SetId = 'ml-100k' | 'ml-1m' | 'ml-1m-ncf' | 'ml-1m-sasrec';

/** @param folder holds ml-100k.zip, ml-1m.zip and the folders ml-1m-ncf and ml-1m-sasrec */
export const SETS: Record<SetId, (folder: string) => Promise<InteractionTable>> = {
  'ml-100k': (folder) => zip(folder, 'ml-100k.zip'),
  'ml-1m': (folder) => zip(folder, 'ml-1m.zip'),
  'ml-1m-ncf': readNcf,
  'ml-1m-sasrec': readSasrec,
};

async function zip(folder: string, name: string): Promise<InteractionTable> {
  return readZip(new Blob([await readFile(path.join(folder, name))]), name);
}

/** The NCF authors' leave-one-out split with 99 negatives for each user. */
async function readNcf(folder: string): Promise<InteractionTable> {
  const file = (name: string) => lines(path.join(folder, 'ml-1m-ncf', name));
  const train = await file('ml-1m.train.rating.gz');
  const test = await file('ml-1m.test.rating');
  const rows = [...train, ...test].map((line) => line.split('\t').map(Number));
  const table = tableOf('ml-1m-ncf', 'ncf', rows);
  const userOf = new Map(table.userIds.map((id, index) => [id, index]));
  const itemOf = new Map(table.items.map(({ id }, index) => [id, index]));
  const users: number[] = [];
  const items: number[] = [];
  // (user,test item) and 99 item ids
  for (const line of await file('ml-1m.test.negative.gz')) {
    const [pair, ...negatives] = line.split('\t');
    const user = userOf.get(pair.slice(1).split(',')[0]);
    for (const negative of negatives) {
      const item = itemOf.get(negative);
      if (user === undefined || item === undefined) throw new Error(`test.negative names what no rating does: ${line}`);
      users.push(user);
      items.push(item);
    }
  }
  return {
    ...table,
    givenParts: Uint8Array.from(rows, (_, row) => (row < train.length ? 0 : 1)),
    givenNegatives: rowListsFromPairs(table.userIds.length, users, items),
  };
}

/** The SASRec authors' file: user and item, in time order, no times. */
async function readSasrec(folder: string): Promise<InteractionTable> {
  const rows = (await lines(path.join(folder, 'ml-1m-sasrec/ml-1m.txt.gz'))).map((line) => line.split(' ').map(Number));
  return tableOf('ml-1m-sasrec', 'sasrec', rows);
}

/** @param rows user, item, and perhaps rating and time */
function tableOf(name: string, layout: InteractionTable['layout'], rows: number[][]): InteractionTable {
  const userIds = [...new Set(rows.map((row) => row[0]))];
  const itemIds = [...new Set(rows.map((row) => row[1]))];
  const userOf = new Map(userIds.map((id, index) => [id, index]));
  const itemOf = new Map(itemIds.map((id, index) => [id, index]));
  return {
    name,
    fileName: null,
    layout,
    synthetic: false,
    userIds: userIds.map(String),
    items: itemIds.map((id) => ({ id: String(id), title: String(id), genres: [], year: null })),
    users: Int32Array.from(rows, (row) => userOf.get(row[0]) ?? -1),
    itemIndices: Int32Array.from(rows, (row) => itemOf.get(row[1]) ?? -1),
    ratings: Float32Array.from(rows, (row) => row[2] ?? 1),
    timestamps: rows[0].length > 3 ? Float64Array.from(rows, (row) => row[3]) : null,
    sources: [],
    numDuplicates: 0,
    ratingHistogram: [],
    userAttributes: null,
    givenParts: null,
    givenNegatives: null,
    skipped: null,
  };
}

async function lines(file: string): Promise<string[]> {
  const bytes = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}
