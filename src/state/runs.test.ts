import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetSummary } from '@/data/types';
import type { MetricTable } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { RunRequest } from '@/train/types';
import type { Outcome, RunEvent } from '@/worker/protocol';
import { useDataset } from './dataset';
import { useRuns } from './runs';

/** Stands for both workers: writes down what it is asked, and sends the events that a test tells it to. */
const worker = vi.hoisted(() => ({
  calls: [] as string[],
  requests: [] as RunRequest[],
  answer: { ok: true, value: null } as Outcome<null>,
  device: { ok: true } as { ok: boolean },
  emit: (_event: RunEvent): void => {},
}));

vi.mock('./client', () => ({
  getClient: async () => ({
    startRun: async (request: RunRequest) => {
      worker.requests.push(request);
      return worker.answer;
    },
    play: async () => worker.calls.push('play'),
    pause: async () => worker.calls.push('pause'),
    stop: async (id: string) => worker.calls.push(`stop ${id}`),
    remove: async (id: string) => worker.calls.push(`remove ${id}`),
    stepBatch: async () => worker.calls.push('stepBatch'),
    watchUser: async () => {},
    onEvent: (listener: (event: RunEvent) => void) => {
      worker.emit = listener;
    },
  }),
}));
vi.mock('./device', () => ({ useDevice: { getState: () => ({ ensure: async () => worker.device }) } }));

const neumf = () => ({ model: 'neumf' as const, config: defaultConfig(modelSpec('neumf')) });
const useData = (key: string, items = 3000) =>
  useDataset.setState({ summary: { key, name: key, after: { users: 10, items, interactions: 50 } } as DatasetSummary });
const runs = () => useRuns.getState().runs;
const labels = () => runs().map((run) => run.label);

function finished(runId: string): RunEvent {
  const table = { values: {} } as MetricTable;
  return {
    type: 'finished',
    runId,
    reason: 'completed',
    bestEpoch: 1,
    valid: table,
    test: table,
    inferenceMsPerUser: 1,
    elapsedMs: 1,
  };
}

beforeEach(() => {
  worker.calls.length = 0;
  worker.requests.length = 0;
  worker.answer = { ok: true, value: null };
  worker.device = { ok: true };
  useRuns.setState({ runs: [], activeRunId: null, playing: false, log: [] });
  useData('a');
});

describe('startRun', () => {
  it('fits both baselines once for each data set', async () => {
    await useRuns.getState().startRun(neumf());
    await useRuns.getState().startRun(neumf());
    expect(labels()).toEqual(['NeuMF', 'Popularity', 'Random', 'NeuMF 2']);
    useData('b');
    await useRuns.getState().startRun(neumf());
    expect(labels().slice(4)).toEqual(['NeuMF', 'Popularity', 'Random']);
    expect(worker.requests.slice(4).map((request) => request.datasetKey)).toEqual(['b', 'b', 'b']);
    expect(new Set(runs().map((run) => run.id)).size).toBe(7);
  });

  it('fits EASE too where that takes a moment', async () => {
    useData('small', 2000);
    await useRuns.getState().startRun(neumf());
    await useRuns.getState().startRun(neumf());
    expect(labels()).toEqual(['NeuMF', 'Popularity', 'Random', 'EASE', 'NeuMF 2']);
  });

  it('does not start what cannot be trained, and names the parameter', async () => {
    const wish = neumf();
    const outcome = await useRuns.getState().startRun({ ...wish, config: { ...wish.config, epochs: 0 } });
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'invalid-config', details: { parameters: ['epochs'] } },
    });
    expect(worker.requests).toEqual([]);
    expect(runs()).toEqual([]);
  });

  it('starts what is only unusual', async () => {
    const wish = neumf();
    expect(await useRuns.getState().startRun({ ...wish, config: { ...wish.config, epochs: 2 } })).toMatchObject({
      ok: true,
    });
  });

  it('needs data', async () => {
    useDataset.setState({ summary: null });
    expect(await useRuns.getState().startRun(neumf())).toMatchObject({ ok: false });
    expect(runs()).toEqual([]);
  });

  it('keeps a refused run in the list, failed, with the reason', async () => {
    const error = { code: 'needs-timestamps' as const, message: 'no times', details: {} };
    worker.answer = { ok: false, error };
    await useRuns.getState().startRun({ model: 'popularity', config: {} });
    await vi.waitFor(() => expect(runs()[0]).toMatchObject({ status: 'failed', error }));
  });
});

describe('playing', () => {
  it('ends by itself when the last neural run has ended', async () => {
    await useRuns.getState().startFirstRun();
    expect(useRuns.getState().playing).toBe(true);
    const [neural, popularity] = runs();
    worker.emit(finished(popularity.id));
    await vi.waitFor(() => expect(runs()[1].status).toBe('finished'));
    expect(useRuns.getState().playing).toBe(true);
    worker.emit(finished(neural.id));
    await vi.waitFor(() => expect(useRuns.getState().playing).toBe(false));
  });

  it('takes the quick preset for the first run', async () => {
    await useRuns.getState().startFirstRun();
    expect(worker.requests[0].config).not.toEqual(defaultConfig(modelSpec('neumf')));
    expect(worker.calls).toContain('play');
  });

  it('does not claim to play without a device', async () => {
    worker.device = { ok: false };
    await useRuns.getState().startRun(neumf());
    await useRuns.getState().play();
    expect(useRuns.getState().playing).toBe(false);
    expect(worker.calls).toEqual([]);
  });

  it('starts the queue again for a run that joins while it plays', async () => {
    await useRuns.getState().startFirstRun();
    worker.calls.length = 0;
    await useRuns.getState().startRun(neumf());
    expect(worker.calls).toEqual(['play']);
  });
});

describe('other runs', () => {
  it('duplicates with a change on the data in use', async () => {
    await useRuns.getState().startRun({ ...neumf(), seed: 7 });
    useData('b');
    await useRuns.getState().duplicate(runs()[0].id, { config: { epochs: 11 } });
    const copy = runs()[3];
    expect(copy.request).toMatchObject({ model: 'neumf', seed: 7, datasetKey: 'b' });
    expect(copy.request.config).toEqual({ ...runs()[0].request.config, epochs: 11 });
  });

  it('follows another run when the followed one is removed', async () => {
    await useRuns.getState().startRun(neumf());
    await useRuns.getState().startRun(neumf());
    const [first, , , second] = runs();
    expect(useRuns.getState().activeRunId).toBe(first.id);
    await useRuns.getState().remove(first.id);
    expect(worker.calls).toContain(`remove ${first.id}`);
    expect(useRuns.getState().activeRunId).toBe(second.id);
  });

  it('folds many events in few updates', async () => {
    await useRuns.getState().startRun(neumf());
    const { id } = runs()[0];
    // whatever was waiting before
    await new Promise((resolve) => setTimeout(resolve, 150));
    let updates = 0;
    const stop = useRuns.subscribe(() => {
      updates += 1;
    });
    for (let step = 1; step <= 50; step++) {
      worker.emit({
        type: 'progress',
        runId: id,
        epoch: 1,
        stepInEpoch: step,
        stepsPerEpoch: 50,
        epochs: 2,
        trainLoss: 1,
        samplesPerSecond: 10,
        remainingMs: null,
      });
    }
    await vi.waitFor(() => expect(runs()[0].progress?.stepInEpoch).toBe(50));
    stop();
    expect(updates).toBe(1);
  });
});
