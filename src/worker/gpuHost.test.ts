/** The GPU worker's answers about the runs it trains, on the CPU backend. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prepare } from '@/data/prepare';
import { refitted } from '@/data/refit';
import { refitKey } from '@/data/refitKey';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { FULL_RANKING, SAMPLED_RANKING } from '@/eval/protocol';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { GpuHost } from './gpuHost';
import type { Outcome, RunEvent } from './protocol';

type Finished = Extract<RunEvent, { type: 'finished' }>;

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

const dataset = prepare(syntheticSample({ numUsers: 60, numItems: 80, seed: 1 }).table, DEFAULT_PREPARE);
const { key } = dataset.summary;
const refit = refitted(dataset);
const sets = new Map([
  [key, dataset],
  [refitKey(key), refit],
]);

describe('GpuHost', { timeout: 60_000 }, () => {
  const host = new GpuHost();
  const { port1, port2 } = new MessageChannel();
  const events: RunEvent[] = [];

  beforeAll(async () => {
    await host.connectEvents(port1);
    port2.onmessage = ({ data }) => events.push(data as RunEvent);
    host.useSource({
      prepared: async (datasetKey) => {
        const found = sets.get(datasetKey);
        if (!found) throw new Error(`no data set ${datasetKey}`);
        return found;
      },
    });
    unwrap(await host.openDevice('cpu'));
  });
  afterAll(() => port2.close());

  const enqueue = async (runId: string, datasetKey: string, epochs: number) => {
    const config = { ...defaultConfig(modelSpec('lightgcn')), embeddingDim: 8, batchSize: 512, epochs };
    const request = { runId, model: 'lightgcn', config, seed: 1, datasetKey } as const;
    unwrap(await host.enqueue({ ...request, earlyStopping: DEFAULT_EARLY_STOPPING }));
  };
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const failed = events.find((event) => event.type === 'failed');
      if (failed) throw new Error(JSON.stringify(failed));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const finished = (runId: string) =>
    until(() => events.find((event): event is Finished => event.type === 'finished' && event.runId === runId));

  it('says what a run would take, without starting one', async () => {
    const config = { ...defaultConfig(modelSpec('lightgcn')), embeddingDim: 8 };
    const sizes = { users: 60, items: 80, interactions: 900, mostPopular: 40 };
    const cost = unwrap(await host.plan({ model: 'lightgcn', config, sizes }));
    expect(cost.bytes.graph).toBe(4 * (60 + 80 + 1) + 16 * 900);
    expect(cost.totalBytes).toBeGreaterThan(2 * 3 * 4 * 8 * (60 + 80));
    expect(events).toEqual([]);
  });

  it('answers about test only when a run has ended, and then with the numbers of its end', async () => {
    await enqueue('a', key, 2);
    await host.stepEpoch();
    await until(() => events.find((event) => event.type === 'epoch'));
    expect((await host.inspector.measure('a', 'valid', FULL_RANKING)).ok).toBe(true);
    expect(await host.inspector.measure('a', 'test', FULL_RANKING)).toMatchObject({
      ok: false,
      error: { code: 'invalid-config' },
    });
    expect((await host.inspector.explainUser('a', 0, 'test', FULL_RANKING)).ok).toBe(false);

    await host.play();
    const { test, valid } = await finished('a');
    const heard = vi.fn();
    const measured = unwrap(await host.inspector.measure('a', 'test', FULL_RANKING, heard));
    // The run's end measured it.
    expect(heard).not.toHaveBeenCalled();
    expect(measured.table).toEqual(test);
    expect(unwrap(await host.inspector.measure('a', 'valid', FULL_RANKING)).table).toEqual(valid);
    const sampled = unwrap(await host.inspector.measure('a', 'test', SAMPLED_RANKING));
    expect(sampled.table.protocol.candidates).toBe('99 sampled seed 1');
    expect(sampled.perUser.users).toEqual(measured.perUser.users);
    // 80 films and 99 negatives: everything is sampled, so that full and sampled agree.
    expect(sampled.table.values).toEqual(measured.table.values);
    const few = { candidates: { sampled: 5, by: 'popularity', seed: 2 }, numUsersSampled: null } as const;
    expect(unwrap(await host.inspector.measure('a', 'test', few)).table.values['ndcg@10']).toBeGreaterThan(
      test.values['ndcg@10'],
    );
    const user = measured.perUser.users[0];
    const told = unwrap(await host.inspector.explainUser('a', user, 'test', FULL_RANKING));
    expect(told.values['ndcg@10']).toBeCloseTo(measured.perUser.values['ndcg@10'][0], 6);
  });

  it('refits on train and validation', async () => {
    await enqueue('refit', refitKey(key), 3);
    await host.play();
    const end = await finished('refit');
    expect(end).toMatchObject({ reason: 'completed', bestEpoch: 3, valid: { numUsers: 0 } });
    expect(end.test.protocol.refit).toBe(true);
    expect(end.test.numUsers).toBe(unwrap(await host.inspector.measure('a', 'test', FULL_RANKING)).table.numUsers);
    const told = async (runId: string) => unwrap(await host.inspector.explainUser(runId, 7, 'test', FULL_RANKING));
    expect((await told('refit')).numCandidates).toBe((await told('a')).numCandidates);
  });

  it('measures again after another device is opened', async () => {
    const before = unwrap(await host.inspector.measure('a', 'test', FULL_RANKING));
    unwrap(await host.openDevice('cpu'));
    const after = unwrap(await host.inspector.measure('a', 'test', FULL_RANKING));
    expect(after).not.toBe(before);
    expect(after.table).toEqual(before.table);
  });
});
