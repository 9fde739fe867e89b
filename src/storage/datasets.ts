/** Data sets in the database. */
import type { DatasetSummary, InteractionTable } from '@/data/types';
import { hashString, hex } from '@/lib/hash';
import { compact } from './compact';
import type { Database } from './database';
import { sizeOf } from './sizeOf';
import type { SavedDataset, SavedGroup, StoredDataset } from './types';

/** Names a table, whatever it is prepared with: by its fingerprint and name. */
export function datasetIdOf({ fingerprint, name }: Pick<DatasetSummary, 'fingerprint' | 'name'>): string {
  return `${fingerprint}-${hex(hashString(name))}`;
}

/** The rows of the data in use, as far as they are to be kept. */
export interface Rows {
  /** null for the sample, which is made again */
  table: InteractionTable | null;
  /** just read, and perhaps with titles that the kept ones do not have; else they are kept once */
  isNew: boolean;
}

/** Keeps the data in use: its settings always, its rows when they are not there yet or read anew. */
export async function saveDataset(
  database: Database,
  summary: DatasetSummary,
  { table, isNew }: Rows,
  now = Date.now(),
): Promise<void> {
  const id = datasetIdOf(summary);
  await database.use(async (connection) => {
    const before = await connection.get('datasets', id);
    const rows = table !== null && (isNew || before === undefined) ? compact(table) : null;
    const dataset: SavedDataset = {
      id,
      summary,
      sizeBytes: rows ? sizeOf(rows) : (before?.sizeBytes ?? 0),
      savedAt: before?.savedAt ?? now,
      usedAt: now,
    };
    const transaction = connection.transaction(['datasets', 'tables'], 'readwrite');
    await Promise.all([
      transaction.objectStore('datasets').put(dataset),
      rows && transaction.objectStore('tables').put(rows, id),
      transaction.done,
    ]);
  });
}

/** @returns null if it is not kept */
export async function readDataset(database: Database, id: string): Promise<StoredDataset | null> {
  return database.use(async (connection) => {
    const dataset = await connection.get('datasets', id);
    if (!dataset) return null;
    return { dataset, table: (await connection.get('tables', id)) ?? null };
  });
}

/** All that is kept, used last first; runs that never came as far as a checkpoint are left out. */
export async function listSaved(database: Database): Promise<SavedGroup[]> {
  return database.use(async (connection) => {
    const transaction = connection.transaction(['datasets', 'runs', 'parameters']);
    const [datasets, runs, withParameters] = await Promise.all([
      transaction.objectStore('datasets').getAll(),
      transaction.objectStore('runs').getAll(),
      transaction.objectStore('parameters').getAllKeys(),
    ]);
    const has = new Set(withParameters);
    const whole = runs.filter((run) => has.has(run.id) || (!run.neural && run.finished !== null));
    return (
      datasets
        .sort((a, b) => b.usedAt - a.usedAt)
        .map((dataset) => ({
          dataset,
          runs: whole.filter(({ datasetId }) => datasetId === dataset.id).sort((a, b) => b.createdAt - a.createdAt),
        }))
        // The sample is always at hand: only what was made of it is worth naming.
        .filter(({ dataset, runs: made }) => !dataset.summary.synthetic || made.length > 0)
    );
  });
}

/** Deletes a data set with all runs on it. */
export async function deleteDataset(database: Database, id: string): Promise<void> {
  await database.use(async (connection) => {
    const transaction = connection.transaction(['datasets', 'tables', 'runs', 'parameters'], 'readwrite');
    const runs = transaction.objectStore('runs');
    const ids = await runs.index('datasetId').getAllKeys(id);
    await Promise.all([
      transaction.objectStore('datasets').delete(id),
      transaction.objectStore('tables').delete(id),
      ...ids.flatMap((runId) => [runs.delete(runId), transaction.objectStore('parameters').delete(runId)]),
      transaction.done,
    ]);
  });
}
