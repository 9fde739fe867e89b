/** What is kept, in a real browser's IndexedDB. It needs no graphics card. */
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { DEFAULT_EARLY_STOPPING, type EpochRecord, type TrainerState } from '@/train/types';
import { Database } from './database';
import { datasetIdOf, deleteDataset, listSaved, readDataset, saveDataset } from './datasets';
import { deleteRun, readParameters, saveCheckpoint, saveRun } from './runs';
import { StorageError } from './StorageError';
import type { RunCard, RunResult } from './types';

const NAME = 'storage-test';
const table = { ...syntheticSample().table, name: 'Mine', synthetic: false };
const { summary } = prepare(table, DEFAULT_PREPARE);
const id = datasetIdOf(summary);
const values = () => ({ items: { shape: [2, 2], data: new Float32Array([1, 2, 3, 4.5]) } });

function card(runId: string, change: Partial<RunCard> = {}): RunCard {
  return {
    id: runId,
    label: runId,
    request: {
      runId,
      model: 'neumf',
      config: {},
      seed: 1,
      datasetKey: summary.key,
      earlyStopping: DEFAULT_EARLY_STOPPING,
    },
    dataset: summary,
    neural: true,
    numParameters: 4,
    stepsPerEpoch: 2,
    history: [],
    lossPoints: [],
    finished: null,
    sweep: null,
    fromFile: null,
    createdAt: 1,
    ...change,
  };
}

const finished = { reason: 'completed', bestEpoch: 1 } as RunResult;

function checkpoint(runId: string, epochs: number): TrainerState {
  return {
    version: 1,
    request: card(runId).request,
    epoch: epochs,
    stepInEpoch: 0,
    parameters: { values: values(), firstMoments: values(), secondMoments: values(), step: 4 },
    history: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1 }) as EpochRecord),
    best: null,
    elapsedMs: 5,
    samplesSeen: 6,
    epochLoss: { sum: 0, steps: 0 },
  };
}

const problemOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof StorageError ? thrown.problem : thrown;
};

let database: Database;
const others: Database[] = [];
const another = (options = {}) => {
  const opened = new Database({ name: NAME, ...options });
  others.push(opened);
  return opened;
};

beforeEach(() => {
  database = another();
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const opened of others.splice(0)) await opened.close();
  await deleteDB(NAME);
});

describe('data sets', () => {
  it('come back as they were, typed arrays and all, and prepare to the same key', async () => {
    await saveDataset(database, summary, { table, isNew: true });
    const kept = await readDataset(another(), id);
    expect(kept?.dataset.summary).toEqual(summary);
    expect(kept?.table).toEqual(table);
    expect(kept?.table && prepare(kept.table, kept.dataset.summary.settings).summary.key).toBe(summary.key);
    expect(await readDataset(database, 'nobody')).toBeNull();
  });

  it('keep only what belongs to them of a larger memory', async () => {
    const large = new Int32Array(1_000_000);
    large.set(table.users);
    await saveDataset(database, summary, {
      table: { ...table, users: large.subarray(0, table.users.length) },
      isNew: true,
    });
    const kept = await readDataset(database, id);
    expect(kept?.table?.users.buffer.byteLength).toBe(4 * table.users.length);
    expect(kept?.dataset.sizeBytes).toBeLessThan(4_000_000);
  });

  it('keep their rows when only settings change, and take new rows when they were read anew', async () => {
    await saveDataset(database, summary, { table, isNew: true }, 1);
    const settings = { ...DEFAULT_PREPARE, split: 'leave-one-out' as const };
    const other = prepare(table, settings).summary;
    const retitled = { ...table, items: table.items.map((item) => ({ ...item, title: `${item.title}!` })) };
    await saveDataset(database, other, { table: retitled, isNew: false }, 2);
    const kept = await readDataset(database, id);
    expect(kept?.table?.items[0].title).toBe(table.items[0].title);
    expect(kept?.dataset).toMatchObject({ savedAt: 1, usedAt: 2, summary: { settings } });
    await saveDataset(database, other, { table: retitled, isNew: true }, 3);
    expect((await readDataset(database, id))?.table?.items[0].title).toBe(`${table.items[0].title}!`);
  });

  it('are listed used last first; the sample only with runs', async () => {
    const older = { ...summary, name: 'Older' };
    const sample = { ...summary, name: 'Sample', synthetic: true };
    await saveDataset(database, older, { table, isNew: true }, 1);
    await saveDataset(database, summary, { table, isNew: true }, 3);
    await saveDataset(database, sample, { table: null, isNew: true }, 2);
    const names = async () => (await listSaved(database)).map(({ dataset }) => dataset.summary.name);
    expect(await names()).toEqual(['Mine', 'Older']);
    await saveRun(database, card('a', { dataset: sample, finished }), { kind: 'model', values: values() });
    expect(await names()).toEqual(['Mine', 'Sample', 'Older']);
  });

  it('are deleted with their runs, and no others', async () => {
    const other = { ...summary, name: 'Other' };
    for (const of of [summary, other]) {
      await saveDataset(database, of, { table, isNew: true });
      await saveRun(database, card(of.name, { dataset: of, finished }), { kind: 'model', values: values() });
    }
    await deleteDataset(database, id);
    expect(await readDataset(database, id)).toBeNull();
    expect(await readParameters(database, 'Mine')).toBeNull();
    expect((await listSaved(database)).map(({ runs }) => runs.map((run) => run.id))).toEqual([['Other']]);
    expect(await readParameters(database, 'Other')).not.toBeNull();
  });
});

describe('runs', () => {
  beforeEach(() => saveDataset(database, summary, { table, isNew: true }));
  const listed = async () => (await listSaved(database))[0].runs;

  it('go on from their last checkpoint, and know how far they were', async () => {
    await saveRun(database, card('a'), null);
    expect(await listed(), 'nothing to go on from yet').toEqual([]);
    await saveCheckpoint(database, checkpoint('a', 1));
    await saveCheckpoint(database, checkpoint('a', 2));
    expect((await listed())[0]).toMatchObject({ finished: null, history: [{ epoch: 1 }, { epoch: 2 }] });
    expect(await readParameters(database, 'a')).toEqual({ kind: 'checkpoint', state: checkpoint('a', 2) });
  });

  it('take a checkpoint that comes before their card', async () => {
    await saveCheckpoint(database, checkpoint('a', 1));
    expect(await listed()).toEqual([]);
    await saveRun(database, card('a'), null);
    expect((await listed()).map((run) => run.id)).toEqual(['a']);
  });

  it('keep the best parameters once they have ended, whatever comes late', async () => {
    await saveRun(database, card('a', { finished }), { kind: 'model', values: values() });
    await saveCheckpoint(database, checkpoint('a', 2));
    expect(await readParameters(database, 'a')).toEqual({ kind: 'model', values: values() });
    expect((await listed())[0].sizeBytes).toBeGreaterThanOrEqual(16);
  });

  it('need no parameters if they are baselines, and are deleted one by one', async () => {
    await saveRun(database, card('a', { neural: false, finished, createdAt: 1 }), null);
    await saveRun(database, card('b', { finished, createdAt: 2 }), { kind: 'model', values: values() });
    expect((await listed()).map((run) => run.id)).toEqual(['b', 'a']);
    await deleteRun(database, 'b');
    expect((await listed()).map((run) => run.id)).toEqual(['a']);
    expect(await readParameters(database, 'b')).toBeNull();
  });
});

describe('what can go wrong', () => {
  it('no storage at all: a private window, or forbidden', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('not here', 'SecurityError');
    });
    expect(await problemOf(listSaved(database))).toBe('unavailable');
    vi.restoreAllMocks();
    expect(await listSaved(database), 'it is tried again').toEqual([]);
  });

  it('no room', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await problemOf(saveDataset(database, summary, { table, isNew: true }))).toBe('full');
    vi.restoreAllMocks();
    expect(await listSaved(database), 'nothing half written').toEqual([]);
  });

  it('another tab with a newer version takes over; this one writes no more', async () => {
    await saveDataset(database, summary, { table, isNew: true });
    const newer = await openDB(NAME, 99);
    expect(await problemOf(saveRun(database, card('a'), null))).toBe('newer');
    expect(newer.objectStoreNames.contains('tables')).toBe(true);
    newer.close();
    expect(await problemOf(listSaved(another())), 'an old page on new data').toBe('newer');
  });

  it('another tab with an older version that does not let go', async () => {
    const stubborn = await openDB(NAME, 1);
    expect(await problemOf(listSaved(another({ version: 2 })))).toBe('blocked');
    stubborn.close();
  });

  it('two tabs write side by side', async () => {
    const second = another();
    await Promise.all([
      saveDataset(database, summary, { table, isNew: true }),
      saveDataset(second, { ...summary, name: 'Other' }, { table, isNew: true }),
    ]);
    expect((await listSaved(second)).length).toBe(2);
  });

  it('another tab deletes everything: nothing is left, and this one brings nothing back', async () => {
    await saveDataset(database, summary, { table, isNew: true });
    await another().deleteAll();
    const names = async () => (await indexedDB.databases()).map(({ name }) => name);
    expect(await names()).not.toContain(NAME);
    expect(await problemOf(saveDataset(database, summary, { table, isNew: true }))).toBe('deleted');
    expect(await names()).not.toContain(NAME);
  });
});
