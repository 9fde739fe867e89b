/** Runs in the database: what the page knows of them, and their parameters. */
import type { TrainerState } from '@/train/types';
import { compact } from './compact';
import type { Database } from './database';
import { datasetIdOf } from './datasets';
import { sizeOf } from './sizeOf';
import type { RunCard, SavedParameters, SavedRun } from './types';

/**
 * Keeps a run. Card and parameters go together, so that there is never a finished run with parameters of another moment.
 * @param parameters null leaves those that are kept as they are
 */
export async function saveRun(
  database: Database,
  card: RunCard,
  parameters: SavedParameters | null,
  now = Date.now(),
): Promise<void> {
  await database.use(async (connection) => {
    const transaction = connection.transaction(['runs', 'parameters'], 'readwrite');
    const runs = transaction.objectStore('runs');
    const before = await runs.get(card.id);
    const run: SavedRun = {
      ...card,
      datasetId: datasetIdOf(card.dataset),
      sizeBytes: parameters ? sizeOf(parameters) : (before?.sizeBytes ?? 0),
      savedAt: now,
    };
    await Promise.all([
      runs.put(run),
      parameters && transaction.objectStore('parameters').put(compact(parameters), card.id),
      transaction.done,
    ]);
  });
}

/** Keeps where a run is, from which it can go on; its card, if there is one, learns how far that is. */
export async function saveCheckpoint(database: Database, state: TrainerState, now = Date.now()): Promise<void> {
  const { runId } = state.request;
  const parameters: SavedParameters = { kind: 'checkpoint', state };
  await database.use(async (connection) => {
    const transaction = connection.transaction(['runs', 'parameters'], 'readwrite');
    const runs = transaction.objectStore('runs');
    const card = await runs.get(runId);
    if (card?.finished) return;
    const learned = { history: state.history, path: state.path ?? card?.path };
    await Promise.all([
      card && runs.put({ ...card, ...learned, sizeBytes: sizeOf(parameters), savedAt: now }),
      transaction.objectStore('parameters').put(parameters, runId),
      transaction.done,
    ]);
  });
}

/** @returns null if none are kept */
export async function readParameters(database: Database, runId: string): Promise<SavedParameters | null> {
  return database.use(async (connection) => (await connection.get('parameters', runId)) ?? null);
}

export async function deleteRun(database: Database, runId: string): Promise<void> {
  await database.use(async (connection) => {
    const transaction = connection.transaction(['runs', 'parameters'], 'readwrite');
    await Promise.all([
      transaction.objectStore('runs').delete(runId),
      transaction.objectStore('parameters').delete(runId),
      transaction.done,
    ]);
  });
}
