/** Opening what was kept, beside another import and with a change of mind; the database is tested in a browser. */
import { describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { sourceOfFile, tableOf, userRows } from '@/data/testSupport';
import { DEFAULT_PREPARE, type InteractionTable } from '@/data/types';
import { CpuHost } from './cpuHost';
import { DataServiceHost } from './dataService';
import type { SavedStore } from './savedStore';
import { StoreHost, type StoreOwner } from './storeService';

const kept = tableOf([...userRows('a', 10), ...userRows('b', 12)]);
const summary = prepare(kept, DEFAULT_PREPARE).summary;
const ignore = () => {};
const CANCELLED = { ok: false, error: { code: 'cancelled' } };

/** A host with other data in use, and its service on a store that has `kept`. */
async function hostWith(read: () => Promise<InteractionTable> = async () => kept) {
  const host = new DataServiceHost();
  const owner = host as unknown as StoreOwner;
  const shelved: string[] = [];
  const store = { read: async () => ({ dataset: { summary }, table: await read(), runs: [] }) };
  const service = new StoreHost(
    {
      importing: (onProgress, mayTake, work) => owner.importing(onProgress, mayTake, work),
      useKept: (table, settings, earlier, task) => owner.useKept(table, settings, earlier, task),
      prepared: (key) => host.prepared(key),
      shelve: () => void shelved.push('shelved'),
    },
    store as unknown as SavedStore,
  );
  const other = sourceOfFile(
    'u.data',
    userRows('1', 10)
      .map(([, item]) => `1\t${item.slice(1)}\t4\t5\n`)
      .join(''),
  );
  await host.importFiles(other, DEFAULT_PREPARE, ignore);
  const keyInUse = async () => {
    const outcome = await host.prepare(DEFAULT_PREPARE);
    return outcome.ok ? outcome.value.key : outcome.error.code;
  };
  return { host, service, shelved, keyInUse, before: await keyInUse() };
}

describe('openSaved', () => {
  it('uses what was kept, and tells how far it is', async () => {
    const { service, keyInUse, shelved } = await hostWith();
    const stages: string[] = [];
    const opened = await service.openSaved('id', ({ stage }) => stages.push(stage));
    expect(opened).toMatchObject({ ok: true, value: { summary: { key: summary.key } } });
    expect(stages).toEqual(['opening', 'preparing']);
    expect(await keyInUse()).toBe(summary.key);
    expect(shelved).toHaveLength(1);
  });

  it.each(['opening', 'preparing'])('can be cancelled while %s, and then changes nothing', async (when) => {
    const { host, service, keyInUse, shelved, before } = await hostWith();
    const opened = await service.openSaved('id', ({ stage }) => {
      if (stage === when) setTimeout(() => host.cancelImport());
    });
    // reading takes no time here: what is cancelled then is heard at the next pause
    expect(opened).toMatchObject(CANCELLED);
    expect(await keyInUse()).toBe(before);
    expect(shelved).toEqual([]);
  });

  it('takes nothing that nobody wants any more', async () => {
    const { service, keyInUse, before } = await hostWith();
    expect(await service.openSaved('id', ignore, () => false)).toMatchObject(CANCELLED);
    expect(await keyInUse()).toBe(before);
  });

  it('is cancelled by a later import', async () => {
    let go = (_table: InteractionTable) => {};
    const { host, service } = await hostWith(() => new Promise((resolve) => (go = resolve)));
    const opening = service.openSaved('id', ignore);
    const sample = host.loadSample(DEFAULT_PREPARE);
    go(kept);
    expect(await opening).toMatchObject(CANCELLED);
    expect(await sample).toMatchObject({ ok: true, value: { synthetic: true } });
  });
});

it('the CPU worker opens what is kept as an import', async () => {
  // there is no database in Node: what matters is that it is asked for, and that its failure is told
  expect(await new CpuHost().openSaved('id', ignore)).toMatchObject({ ok: false, error: { code: 'unknown' } });
});
