/** What is kept of a training's past: by a real one on the CPU backend, through the worker's own service. */
import { afterEach, describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { refitted } from '@/data/refit';
import { refitKey } from '@/data/refitKey';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { FULL_RANKING } from '@/eval/protocol';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { NeuralModelId } from '@/models/types';
import type { RunCard, SavedParameters } from '@/storage/types';
import { LIST_LENGTH, type RunSnapshots } from '@/train/snapshots/types';
import { DEFAULT_EARLY_STOPPING, type RunRequest, type TrainerState } from '@/train/types';
import { GpuHost } from './gpuHost';
import type { Outcome, RunEvent } from './protocol';

const dataset = prepare(syntheticSample({ numUsers: 60, numItems: 80, seed: 1 }).table, DEFAULT_PREPARE);
const { key } = dataset.summary;

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

function requestOf(model: NeuralModelId, epochs: number, datasetKey = key): RunRequest {
  const small = {
    ...{ embeddingDim: 8, hiddenUnits: 8, hiddenLayers: [8], numBlocks: 1, maxSeqLength: 8, numNegatives: 1 },
    ...{ batchSize: 512, learningRate: 0.01, epochs },
  };
  const known = defaultConfig(modelSpec(model));
  const config = { ...known, ...Object.fromEntries(Object.entries(small).filter(([name]) => name in known)) };
  return {
    runId: 'a',
    model,
    config,
    seed: 1,
    datasetKey,
    earlyStopping: { ...DEFAULT_EARLY_STOPPING, enabled: false },
  };
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

async function session(kept = new Map<string, SavedParameters>()) {
  const host = new GpuHost();
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const events: RunEvent[] = [];
  port2.onmessage = ({ data }) => events.push(data as RunEvent);
  await host.connectEvents(port1);
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of the host, no hook
  host.useSource({
    prepared: async (wanted) => (wanted === key ? dataset : refitted(dataset)),
    wantsCheckpoint: async () => true,
    checkpoint: async (state: TrainerState) =>
      void kept.set(state.request.runId, structuredClone({ kind: 'checkpoint', state })),
    keepRun: async (run, values, snapshots) => void kept.set(run.id, { kind: 'model', values, snapshots }),
    parameters: async (runId) => kept.get(runId) ?? null,
    snapshots: async (runId) => {
      const found = kept.get(runId);
      return (found?.kind === 'checkpoint' ? found.state.snapshots : found?.snapshots) ?? null;
    },
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
  const snapshots = async () => unwrap(await host.snapshots('a')) as RunSnapshots;
  return { host, event, kept, snapshots };
}

/** Each watched user's list and ranks in one state against the run's own answers of the moment. */
async function expectAnswers(host: GpuHost, { users, epochs }: RunSnapshots, epoch: number): Promise<void> {
  const state = epochs.find((other) => other.epoch === epoch);
  if (!state) throw new Error(`epoch ${epoch} is not kept`);
  let at = 0;
  for (const [place, { userIndex, heldOut }] of users.slice(0, state.numUsers).entries()) {
    const answer = await host.inspector.explainUser('a', userIndex, 'valid', FULL_RANKING);
    // without a validation item there is nothing to explain
    if (heldOut.length === 0) continue;
    const { list, relevant } = unwrap(answer);
    const own = Array.from(state.lists.subarray(place * LIST_LENGTH, (place + 1) * LIST_LENGTH));
    expect(own).toEqual(list.slice(0, LIST_LENGTH).map(({ itemIndex }) => itemIndex));
    for (const item of heldOut) {
      expect(state.ranks[at++]).toBe(relevant.find(({ itemIndex }) => itemIndex === item)?.rank);
    }
  }
  expect(at).toBe(state.ranks.length);
}

describe('snapshots of a training', { timeout: 60_000 }, () => {
  it.each(['neumf', 'lightgcn', 'sasrec'] as const)(
    '%s: what the model says at each epoch and at its best; kept and back',
    async (model) => {
      const { host, event, kept, snapshots } = await session();
      unwrap(await host.openDevice('cpu'));
      await host.watchUser(key, 5);
      unwrap(await host.enqueue(requestOf(model, 3)));
      for (let epoch = 1; epoch <= 2; epoch++) {
        await host.stepEpoch();
        await event('epoch', epoch - 1);
        while ((await snapshots())?.epochs.at(-1)?.epoch !== epoch) await new Promise((done) => setTimeout(done, 5));
        await expectAnswers(host, await snapshots(), epoch);
      }
      await host.play();
      const finished = await event('finished');
      const all = await snapshots();
      expect(all.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
      expect(all.users.some(({ userIndex, chosen }) => userIndex === 5 && chosen)).toBe(true);
      // the parameters are those of the best epoch again
      await expectAnswers(host, all, finished.bestEpoch as number);
      for (const { positions } of all.epochs) {
        expect(positions).toHaveLength(2 * all.points.length);
        expect(positions?.every(Number.isFinite)).toBe(true);
      }
      // learning moves the films
      expect(all.epochs[3].positions).not.toEqual(all.epochs[0].positions);

      await host.keepRun({ id: 'a' } as RunCard);
      const later = await session(structuredClone(kept));
      await later.host.shelve([{ request: requestOf(model, 3), epochs: 3 }]);
      // without a device
      expect(await later.snapshots()).toEqual(all);
      unwrap(await later.host.openDevice('cpu'));
      unwrap(await later.host.inspector.scoreAll('a', 0));
      expect(await later.snapshots()).toEqual(all);
    },
  );

  it('goes on with them from a checkpoint, to those of a run that never stopped', async () => {
    const whole = await session();
    unwrap(await whole.host.openDevice('cpu'));
    unwrap(await whole.host.enqueue(requestOf('lightgcn', 2)));
    await whole.host.play();
    await whole.event('finished');

    const first = await session();
    unwrap(await first.host.openDevice('cpu'));
    unwrap(await first.host.enqueue(requestOf('lightgcn', 2)));
    await first.host.stepEpoch();
    await first.event('epoch');
    while (!first.kept.has('a')) await new Promise((resolve) => setTimeout(resolve, 5));

    const second = await session(first.kept);
    expect((await second.snapshots()).epochs.map(({ epoch }) => epoch)).toEqual([0, 1]);
    unwrap(await second.host.openDevice('cpu'));
    unwrap(await second.host.resumeRun('a'));
    await second.host.play();
    await second.event('finished');
    expect((await second.snapshots()).epochs).toEqual((await whole.snapshots()).epochs);
    // and on another device
    unwrap(await second.host.openDevice('cpu'));
    expect((await second.snapshots()).epochs).toEqual((await whole.snapshots()).epochs);
  });

  it('keeps nothing of runs from before, and no ranks of a refit', async () => {
    const kept = new Map<string, SavedParameters>([['a', { kind: 'model', values: {} }]]);
    const { host, snapshots } = await session(kept);
    expect(await snapshots()).toBeNull();
    expect(unwrap(await host.snapshots('unheard of'))).toBeNull();

    const refit = await session();
    unwrap(await refit.host.openDevice('cpu'));
    await refit.host.watchUser(key, 5);
    unwrap(await refit.host.enqueue(requestOf('lightgcn', 1, refitKey(key))));
    await refit.host.play();
    await refit.event('finished');
    const { epochs, users } = await refit.snapshots();
    expect(users.some(({ userIndex }) => userIndex === 5)).toBe(true);
    expect(epochs.map(({ epoch, ranks }) => [epoch, ranks.length])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});
