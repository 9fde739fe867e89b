import { beforeEach, describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { Config, ModelId } from '@/models/types';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { BaselineQueue } from './baselineQueue';
import type { RunEvent } from './protocol';

const dataset = prepare(syntheticSample().table, DEFAULT_PREPARE);
let events: RunEvent[];
let held: string[];
let evaluated: [string, string, number][];
let queue: BaselineQueue;

beforeEach(() => {
  events = [];
  held = [];
  evaluated = [];
  queue = new BaselineQueue({
    emit: (event) => events.push(event),
    prepared: () => dataset,
    hold: (runId) => held.push(runId),
    evaluated: (runId, { table, perUser }) => evaluated.push([runId, table.part, perUser.users.length]),
  });
});

const request = (runId: string, model: ModelId, config: Config = defaultConfig(modelSpec(model))) => ({
  runId,
  model,
  config,
  seed: 1,
  datasetKey: 'a',
  earlyStopping: DEFAULT_EARLY_STOPPING,
});
/** minutes of work */
const long = (runId: string) => request(runId, 'als', { ...defaultConfig(modelSpec('als')), iterations: 1000 });
const of = (runId: string) => events.filter((event) => 'runId' in event && event.runId === runId);
const firstEvent = async (runId: string) => {
  while (of(runId).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('BaselineQueue', () => {
  it.each(['ease', 'itemknn', 'markov'] as const)(
    'fits %s and measures it on both parts',
    { timeout: 60_000 },
    async (model) => {
      await queue.fit(request('a', model));
      const last = events[events.length - 1];
      expect(last).toMatchObject({ type: 'finished', reason: 'completed', bestEpoch: null });
      if (last.type !== 'finished') throw new Error('not finished');
      expect(last.valid.part).toBe('valid');
      expect(last.test.values['ndcg@10']).toBeGreaterThan(0.02);
      expect(held).toEqual(['a']);
      const { valid, test } = last;
      expect(evaluated).toEqual([
        ['a', 'valid', valid.numUsers],
        ['a', 'test', test.numUsers],
      ]);
    },
  );

  it('tells how far it is', async () => {
    const fit = queue.fit(long('a'));
    await firstEvent('a');
    while (!events.some((event) => event.type === 'progress' && event.stepInEpoch > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    queue.stop('a');
    await fit;
    const progress = events.flatMap((event) => (event.type === 'progress' ? [event] : []));
    expect(progress[progress.length - 1]).toMatchObject({ epochs: 1, stepsPerEpoch: 1000, trainLoss: null });
    expect(progress[progress.length - 1].remainingMs).toBeGreaterThan(0);
  });

  // a machine that does something else may miss it once
  it('stops within 200 ms, without a result', { retry: 2 }, async () => {
    const fit = queue.fit(long('a'));
    await firstEvent('a');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const asked = performance.now();
    queue.stop('a');
    await fit;
    expect(performance.now() - asked).toBeLessThan(200);
    expect(events[events.length - 1]).toEqual({ type: 'status', runId: 'a', status: 'stopped' });
    expect(held).toEqual([]);
  });

  it('fits one after another, but what takes a moment at once; a stopped one gives up its turn', async () => {
    const first = queue.fit(long('first'));
    const second = queue.fit(long('second'));
    const third = queue.fit(request('third', 'itemknn'));
    await firstEvent('first');
    await queue.fit(request('quick', 'popularity'));
    expect(of('quick').some((event) => event.type === 'finished')).toBe(true);
    expect(of('second')).toEqual([]);
    queue.stop('second');
    queue.stop('first');
    await Promise.all([first, second, third]);
    expect(of('second')).toEqual([{ type: 'status', runId: 'second', status: 'stopped' }]);
    expect(of('third').some((event) => event.type === 'finished')).toBe(true);
  });

  it('says what went wrong, and lets the next one have its turn', async () => {
    const failing = new BaselineQueue({
      emit: (event) => events.push(event),
      prepared: (key) => {
        if (key === 'a') throw new Error('no such data');
        return dataset;
      },
      hold: () => {},
      evaluated: () => {},
    });
    await Promise.all([
      failing.fit(request('a', 'ease')),
      failing.fit({ ...request('b', 'itemknn'), datasetKey: 'b' }),
    ]);
    expect(of('a').at(-1)).toMatchObject({ type: 'failed', error: { code: 'unknown', message: 'no such data' } });
    expect(of('b').at(-1)).toMatchObject({ type: 'finished' });
  });
});
