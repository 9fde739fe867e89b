/** Runs of an earlier session in a new GPU worker: asked about as they ended, gone on with as if they had never stopped. */
import { afterEach, describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import type { HostArrays } from '@/engine/types';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { NeuralModelId } from '@/models/types';
import type { RunCard, SavedParameters } from '@/storage/types';
import { DEFAULT_EARLY_STOPPING, type RunRequest, type TrainerState } from '@/train/types';
import { GpuHost } from './gpuHost';
import { loadModelFile } from './loadModelFile';
import type { Outcome, RunEvent } from './protocol';

const dataset = prepare(syntheticSample({ numUsers: 60, numItems: 80, seed: 1 }).table, DEFAULT_PREPARE);
const other = prepare(syntheticSample({ numUsers: 61, numItems: 80, seed: 1 }).table, DEFAULT_PREPARE);
const users = [0, 3, 59];
const top = { k: 10, excludeSeen: true };

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

function requestOf(model: NeuralModelId, epochs: number): RunRequest {
  const small = { embeddingDim: 8, hiddenUnits: 8, batchSize: 128, epochs };
  const known = Object.keys(defaultConfig(modelSpec(model)));
  const config = {
    ...defaultConfig(modelSpec(model)),
    ...Object.fromEntries(Object.entries(small).filter(([name]) => known.includes(name))),
  };
  const earlyStopping = { ...DEFAULT_EARLY_STOPPING, enabled: false };
  return { runId: 'a', model, config, seed: 1, datasetKey: dataset.summary.key, earlyStopping };
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A session: a worker, what it hands over to be kept, and its events. */
async function session(kept: Map<string, SavedParameters>) {
  const host = new GpuHost();
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const events: RunEvent[] = [];
  port2.onmessage = ({ data }) => events.push(data as RunEvent);
  await host.connectEvents(port1);
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of the host, no hook
  host.useSource({
    prepared: async () => dataset,
    wantsCheckpoint: async () => true,
    checkpoint: async (state: TrainerState) => void kept.set(state.request.runId, { kind: 'checkpoint', state }),
    keepRun: async (run: RunCard, values: HostArrays) => void kept.set(run.id, { kind: 'model', values }),
    parameters: async (runId) => kept.get(runId) ?? null,
  });
  const event = async <T extends RunEvent['type']>(type: T, at = 0) => {
    for (;;) {
      const found = events.filter((e): e is Extract<RunEvent, { type: T }> => e.type === type)[at];
      if (found) return found;
      const failed = events.find((e) => e.type === 'failed');
      if (failed) throw new Error(JSON.stringify(failed));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { host, event };
}

function cardOf(request: RunRequest, finished: Extract<RunEvent, { type: 'finished' }>): RunCard {
  return {
    id: request.runId,
    label: 'Mine',
    request,
    dataset: dataset.summary,
    neural: true,
    numParameters: 1,
    stepsPerEpoch: 1,
    history: [],
    lossPoints: [],
    finished,
    sweep: null,
    fromFile: null,
    createdAt: 1,
  };
}

describe('a run that has ended', { timeout: 60_000 }, () => {
  it.each(['neumf', 'lightgcn', 'sasrec'] as const)(
    '%s gives the same lists from what was kept, and from its file',
    async (model) => {
      const kept = new Map<string, SavedParameters>();
      const first = await session(kept);
      unwrap(await first.host.openDevice('cpu'));
      const request = requestOf(model, 1);
      unwrap(await first.host.enqueue(request));
      await first.host.play();
      const card = cardOf(request, await first.event('finished'));
      const lists = unwrap(await first.host.inspector.recommend('a', users, top));
      await first.host.keepRun(card);
      const file = await unwrap(await first.host.modelFile(card)).arrayBuffer();

      // Asked before there is a device: the answer waits for it.
      const second = await session(kept);
      await second.host.shelve([{ request, epochs: 1 }]);
      const asked = second.host.inspector.recommend('a', users, top);
      unwrap(await second.host.openDevice('cpu'));
      expect(unwrap(await asked)).toEqual(lists);
      expect(
        unwrap(await second.host.inspector.measure('a', 'test', { candidates: 'full', numUsersSampled: null })).table
          .values,
      ).toEqual(card.finished?.test.values);
      // Another device holds it again.
      unwrap(await second.host.openDevice('cpu'));
      expect(unwrap(await second.host.inspector.recommend('a', users, top))).toEqual(lists);

      const loaded = loadModelFile(file, 'mine.safetensors', dataset, (runId, values) =>
        kept.set(runId, { kind: 'model', values }),
      );
      if (loaded.step !== 'done') throw new Error(JSON.stringify(loaded));
      expect(loaded.run).toMatchObject({ label: 'Mine', fromFile: 'mine.safetensors', neural: true });
      expect(loaded.run.finished?.test).toEqual(card.finished?.test);
      await second.host.shelve([{ request: loaded.run.request, epochs: 0 }]);
      expect(unwrap(await second.host.inspector.recommend(loaded.run.id, users, top))).toEqual(lists);

      const refused = loadModelFile(file, 'mine.safetensors', other, () => {});
      expect(refused.step === 'differs' && refused.differences.map(({ what }) => what)).toEqual(
        expect.arrayContaining(['fingerprint', 'users']),
      );
    },
  );

  it('says so when its parameters are gone', async () => {
    const { host } = await session(new Map());
    unwrap(await host.openDevice('cpu'));
    await host.shelve([{ request: requestOf('neumf', 1), epochs: 1 }]);
    expect(await host.inspector.recommend('a', users, top)).toMatchObject({ ok: false, error: { code: 'unknown' } });
    expect(await host.resumeRun('a')).toMatchObject({ ok: false });
  });
});

describe('a run that was left', { timeout: 60_000 }, () => {
  it('goes on from its checkpoint to the numbers of a run that never stopped', async () => {
    const request = requestOf('lightgcn', 2);
    const whole = await session(new Map());
    unwrap(await whole.host.openDevice('cpu'));
    unwrap(await whole.host.enqueue(request));
    await whole.host.play();
    const expected = await whole.event('finished');

    const kept = new Map<string, SavedParameters>();
    const first = await session(kept);
    unwrap(await first.host.openDevice('cpu'));
    unwrap(await first.host.enqueue(request));
    await first.host.stepEpoch();
    await first.event('epoch');
    while (!kept.has('a')) await new Promise((resolve) => setTimeout(resolve, 5));

    const second = await session(kept);
    unwrap(await second.host.openDevice('cpu'));
    unwrap(await second.host.resumeRun('a'));
    await second.host.play();
    expect((await second.event('epoch')).record.epoch).toBe(2);
    const resumed = await second.event('finished');
    expect(resumed.test.values).toEqual(expected.test.values);
    expect(resumed.bestEpoch).toBe(expected.bestEpoch);
  });
});
