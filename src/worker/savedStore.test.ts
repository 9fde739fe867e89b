/** How keeping is told, on databases that fail; the database itself is tested in a browser. */
import { describe, expect, it, vi } from 'vitest';
import type { DatasetSummary } from '@/data/types';
import type { Database } from '@/storage/database';
import { datasetIdOf } from '@/storage/datasets';
import { StorageError } from '@/storage/StorageError';
import type { RunCard } from '@/storage/types';
import type { TrainerState } from '@/train/types';
import type { SavingState } from './protocolStore';
import { SavedStore } from './savedStore';

const summary = { key: 'a', name: 'Mine', fingerprint: 'f' } as DatasetSummary;
const card = { id: 'r', request: { runId: 'r' }, dataset: summary, finished: {} } as RunCard;

/** A store on a database whose writes do what `work` does. */
function storeOn(work: () => Promise<void>) {
  let writes = 0;
  const use = async () => {
    writes++;
    await work();
  };
  const store = new SavedStore({ use, deleteAll: async () => {} } as unknown as Database);
  const states: SavingState[] = [];
  store.watch((state) => states.push(state));
  return { store, states, writes: () => writes, latest: () => states[states.length - 1] };
}

const rows = { table: null, isNew: true };

describe('SavedStore', () => {
  it('keeps nothing before it is told to, then what is in use', async () => {
    const { store, writes, latest } = storeOn(async () => {});
    store.datasetInUse(summary, rows);
    await store.saveRun(card);
    expect(writes()).toBe(0);
    store.keep(true);
    await store.saveRun(card);
    expect(writes()).toBe(2);
    expect(latest()).toMatchObject({ keeping: true, problem: null, version: 2 });
    expect(latest().savedAt).not.toBeNull();
  });

  it('never rejects: says what went wrong, and takes it back when it works again', async () => {
    let full = true;
    const { store, latest, writes } = storeOn(async () => {
      if (full) throw new StorageError('full', 'no room');
    });
    store.keep(true);
    await store.saveRun(card);
    expect(latest().problem).toEqual({ what: 'full', message: 'no room' });
    // What is in use, and what failed before, are written with the next.
    full = false;
    store.datasetInUse(summary, rows);
    const before = writes();
    await store.saveRun({ ...card, id: 's' });
    expect(latest().problem).toBeNull();
    expect(writes() - before).toBe(3);
  });

  it('writes only the last of several settings', async () => {
    const { store, writes } = storeOn(async () => {});
    store.keep(true);
    await store.saveRun(card);
    const before = writes();
    for (let i = 0; i < 10; i++) store.datasetInUse({ ...summary, key: String(i) }, { table: null, isNew: false });
    await store.saveRun(card);
    expect(writes() - before).toBe(2);
  });

  it('gives the parameters of a model file until they are kept', async () => {
    const { store } = storeOn(async () => {
      throw new StorageError('unavailable', 'private window');
    });
    const values = { a: { shape: [1], data: new Float32Array([1]) } };
    store.keep(true);
    store.holdLoaded('r', values);
    await store.saveRun(card);
    expect(await store.parameters('r')).toEqual({ kind: 'model', values });
  });

  it('keeps nothing of a run that was removed, and nothing after everything was deleted', async () => {
    const { store, writes } = storeOn(async () => {});
    store.keep(true);
    await store.deleteRun('r');
    const before = writes();
    await store.saveRun(card);
    expect(writes()).toBe(before);
    await store.deleteEverything();
    await store.saveRun({ ...card, id: 's' });
    expect(writes()).toBe(before);
  });

  it('brings nothing back of a data set that was deleted while in use, until it is read anew', async () => {
    const kept: string[] = [];
    const { store } = storeOn(async () => void kept.push('write'));
    store.keep(true);
    store.datasetInUse(summary, rows);
    await store.saveRun(card);
    await store.deleteDataset(datasetIdOf(summary));
    kept.length = 0;
    store.datasetInUse({ ...summary, key: 'b' }, { table: null, isNew: false });
    await store.saveRun({ ...card, id: 's' });
    await store.saveCheckpoint({ request: { runId: 's' } } as TrainerState);
    await store.list();
    // The list itself is the one thing that was asked of the database.
    expect(kept.length).toBe(1);
    store.datasetInUse(summary, rows);
    await store.saveRun({ ...card, id: 't' });
    expect(kept.length).toBe(3);
  });

  it('tells other tabs that have data in use that all of it was deleted', async () => {
    const [here, there, empty] = [0, 1, 2].map(() => storeOn(async () => {}));
    there.store.keep(true);
    there.store.datasetInUse(summary, rows);
    await here.store.deleteEverything();
    await vi.waitFor(() => expect(there.latest().problem?.what).toBe('deleted'));
    await vi.waitFor(() => expect(empty.latest().version).toBeGreaterThan(0));
    expect([here.latest().problem, empty.latest().problem]).toEqual([null, null]);
  });

  it('says in the list why there is none', async () => {
    const { store } = storeOn(async () => {
      throw new StorageError('newer', 'version 2');
    });
    expect(await store.list()).toMatchObject({ groups: [], problem: 'newer' });
  });
});
