/** Both workers' answers to "why" and to histories of one's own, on the sample, with models trained for a moment. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { concatRows, rowOf } from '@/lib/csr';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { BaselineId, Config, ModelId, NeuralModelId } from '@/models/types';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { fitBaseline } from './baselineQueue';
import { baselineExplainer } from './explainers';
import { GpuHost } from './gpuHost';
import type { Outcome, RunEvent } from './protocol';
import { RunInspectorHost } from './runInspectorHost';

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

const dataset = prepare(syntheticSample({ numUsers: 60, numItems: 80, seed: 1 }).table, DEFAULT_PREPARE);
const { key } = dataset.summary;
const known = concatRows(dataset.train, dataset.valid);
const USER = 7;
const LIKED = [3, 40, 12, 5, 61];

const SMALL: Partial<Record<ModelId, Config>> = {
  neumf: { embeddingDim: 8, hiddenLayers: [12, 8], epochs: 1 },
  lightgcn: { embeddingDim: 8, batchSize: 512, epochs: 1 },
  sasrec: { hiddenUnits: 8, maxSeqLength: 12, epochs: 1 },
};
const request = (model: ModelId) => ({
  runId: model,
  model,
  config: { ...defaultConfig(modelSpec(model)), ...SMALL[model] },
  seed: 1,
  datasetKey: key,
  earlyStopping: DEFAULT_EARLY_STOPPING,
});

const MODELS: { model: ModelId; neural: boolean }[] = (
  ['ease', 'als', 'itemknn', 'markov', 'popularity', 'random', 'neumf', 'lightgcn', 'sasrec'] as const
).map((model) => ({ model, neural: modelSpec(model).neural }));

describe('explanations', { timeout: 120_000 }, () => {
  const gpu = new GpuHost();
  const cpu = new RunInspectorHost();
  const { port1, port2 } = new MessageChannel();
  const host = (model: ModelId) => (modelSpec(model).neural ? gpu.inspector : cpu);

  beforeAll(async () => {
    gpu.useSource({ prepared: async () => dataset });
    await gpu.connectEvents(port1);
    unwrap(await gpu.openDevice('cpu'));
    const neural = MODELS.filter((entry) => entry.neural);
    const done = new Promise<void>((resolve, reject) => {
      let left = neural.length;
      port2.onmessage = ({ data }: MessageEvent<RunEvent>) => {
        if (data.type === 'failed') reject(new Error(data.error.message));
        if (data.type === 'finished' && --left === 0) resolve();
      };
    });
    for (const { model } of neural) unwrap(await gpu.enqueue(request(model as NeuralModelId)));
    await gpu.play();
    for (const { model } of MODELS.filter((entry) => !entry.neural)) {
      const fitted = await fitBaseline(request(model as BaselineId), dataset);
      cpu.hold(model, {
        dataset,
        scorer: fitted,
        embeddings: async () => null,
        explainer: baselineExplainer(fitted),
        version: 'fitted',
        ended: true,
      });
    }
    await done;
  }, 120_000);
  afterAll(() => port2.close());

  it.each(MODELS)('of $model: the place in the list, and a score that comes to the same', async ({ model }) => {
    const [list] = unwrap(await host(model).recommend(model, [USER], { k: 10, excludeSeen: true }));
    for (const place of [0, 4]) {
      const { itemIndex, score } = list[place];
      const told = unwrap(await host(model).why(model, USER, itemIndex));
      expect(told).toMatchObject({ userIndex: USER, itemIndex, score, rank: place + 1 });
      expect(told.numUnseen).toBe(dataset.items.length - rowOf(known, USER).length);
      expect(Math.abs(told.why.score - score)).toBeLessThan(1e-4);
      const { why } = told;
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      if (why.kind === 'history') expect(sum(why.parts.map(({ value }) => value))).toBeCloseTo(score, 5);
      if (why.kind === 'halves') {
        expect(Math.abs((why.gmf ?? 0) + (why.mlp ?? 0) + why.bias - score)).toBeLessThan(1e-4);
      }
      if (why.kind === 'layers') {
        expect(sum(why.layers.flat())).toBeCloseTo(score, 5);
        expect(why.paths.length).toBeGreaterThan(0);
        for (const { user } of why.paths) expect(told.userIds[user]).toBe(dataset.userIds[user]);
      }
    }
  });

  it('looks inside: what is computed on the way comes to the numbers of the device', async () => {
    const { answer, userIds } = unwrap(
      await gpu.inspector.inside('lightgcn', { kind: 'propagation', side: 'users', index: USER }),
    );
    if (answer.kind !== 'propagation') throw new Error(answer.kind);
    const users = unwrap(await gpu.inspector.embeddings('lightgcn', 'users'))?.data as Float32Array;
    const items = unwrap(await gpu.inspector.embeddings('lightgcn', 'items'))?.data as Float32Array;
    const dim = 8;
    const user = users.subarray(USER * dim, (USER + 1) * dim);
    expect(answer.final.norm).toBeCloseTo(Math.hypot(...user), 5);
    for (const { item, value } of answer.final.nearest) {
      const film = items.subarray(item * dim, (item + 1) * dim);
      const product = film.reduce((sum, x, f) => sum + x * user[f], 0);
      expect(value).toBeCloseTo(product / Math.hypot(...film) / Math.hypot(...user), 5);
    }
    expect(answer.hops[0].numNodes).toBe(rowOf(dataset.train, USER).length);
    expect(userIds[USER]).toBe(dataset.userIds[USER]);
    for (const { index } of answer.hops[1].nodes) expect(userIds[index]).toBe(dataset.userIds[index]);
    const branches = unwrap(await gpu.inspector.inside('neumf', { kind: 'branches', user: USER, item: 9 })).answer;
    if (branches.kind !== 'branches') throw new Error(branches.kind);
    expect(branches.logit).toBeCloseTo(unwrap(await gpu.inspector.scoreAll('neumf', USER))[9], 5);
    const sequence = [...rowOf(known, USER)];
    const blocks = unwrap(await gpu.inspector.inside('sasrec', { kind: 'blocks', items: sequence, next: null })).answer;
    if (blocks.kind !== 'blocks') throw new Error(blocks.kind);
    const { list } = unwrap(await gpu.inspector.recommendTo('sasrec', sequence, 6));
    const { top } = blocks.stages[blocks.stages.length - 1];
    expect(top.map(({ item }) => item)).toEqual(list.map(({ itemIndex }) => itemIndex));
    for (const [place, { value }] of top.entries()) expect(value).toBeCloseTo(list[place].score, 4);
    const refused = await gpu.inspector.inside('neumf', { kind: 'smoothness' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-config' } });
    expect(await cpu.inside('ease', { kind: 'smoothness' })).toMatchObject({ ok: false });
  });

  it('of SASRec: what leaving a film out does is what the shorter history gives', async () => {
    const history = [...rowOf(known, USER)];
    const [{ itemIndex, score }] = unwrap(await gpu.inspector.recommendTo('sasrec', history, 1)).list;
    const { why } = unwrap(await gpu.inspector.why('sasrec', USER, itemIndex));
    if (why.kind !== 'leftOut') throw new Error(why.kind);
    expect(why.score).toBeCloseTo(score, 5);
    expect(why.parts.map(({ item }) => item)).toEqual(history.slice(-20));
    const { list } = unwrap(await gpu.inspector.recommendTo('sasrec', history.slice(0, -1), 80));
    const without = list.find((entry) => entry.itemIndex === itemIndex)?.score ?? Number.NaN;
    expect(why.parts[why.parts.length - 1].value).toBeCloseTo(score - without, 5);
    expect(why.parts.some(({ value }) => Math.abs(value) > 1e-4)).toBe(true);
  });

  it('of SASRec: attention that sums to 1 and sees nothing of the future; scores that are the device’s', async () => {
    const history = [...rowOf(known, USER)];
    const maps = unwrap(await gpu.inspector.attention('sasrec', { user: USER }));
    const n = Math.min(12, history.length);
    expect(history.length).toBeGreaterThan(12);
    expect([...maps.items]).toEqual(history.slice(-12));
    expect(maps).toMatchObject({ numEarlier: history.length - 12, maxLength: 12, numBlocks: 2, numHeads: 1 });
    expect(maps.weights).toHaveLength(2 * n * n);
    for (let row = 0; row < 2 * n; row++) {
      const weights = [...maps.weights.subarray(row * n, (row + 1) * n)];
      expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-6);
      expect(weights.slice((row % n) + 1).every((weight) => weight === 0)).toBe(true);
      expect(weights.slice(0, (row % n) + 1).every((weight) => weight > 0)).toBe(true);
    }
    const device = unwrap(await gpu.inspector.scoreAll('sasrec', USER));
    const { list } = unwrap(await gpu.inspector.expectedAfter('sasrec', { user: USER }, n - 1, 80, null));
    const largest = device.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
    expect(list.length).toBe(dataset.items.length - history.length);
    for (const { itemIndex, score } of list) {
      expect(Math.abs(score - device[itemIndex])).toBeLessThan(1e-5 * largest);
    }
    const [recommended] = unwrap(await gpu.inspector.recommend('sasrec', [USER], { k: 80, excludeSeen: true }));
    expect(list.map(({ itemIndex }) => itemIndex)).toEqual(recommended.map(({ itemIndex }) => itemIndex));
    const { asked } = unwrap(await gpu.inspector.expectedAfter('sasrec', { user: USER }, n - 1, 1, list[6].itemIndex));
    expect(asked).toEqual({ ...list[6], rank: 7 });
  });

  it('of SASRec: films of one’s own read as a user’s, what comes later changes nothing before', async () => {
    const history = [...rowOf(known, USER)].slice(-12);
    const ofUser = unwrap(await gpu.inspector.attention('sasrec', { user: USER }));
    const ofItems = unwrap(await gpu.inspector.attention('sasrec', { items: history }));
    expect(ofItems.weights).toEqual(ofUser.weights);
    // the last two change places: rows before them stay
    const turned = [...history.slice(0, 10), history[11], history[10]];
    const other = unwrap(await gpu.inspector.attention('sasrec', { items: turned }));
    const n = 12;
    for (let block = 0; block < 2; block++) {
      const rows = (weights: Float32Array, from: number, to: number) =>
        weights.subarray((block * n + from) * n, (block * n + to) * n);
      expect(rows(other.weights, 0, 10)).toEqual(rows(ofUser.weights, 0, 10));
      expect(rows(other.weights, 10, 12)).not.toEqual(rows(ofUser.weights, 10, 12));
    }
    const expected = async (items: number[]) =>
      unwrap(await gpu.inspector.expectedAfter('sasrec', { items }, 4, 10, history[5])).list.map(
        ({ itemIndex }) => itemIndex,
      );
    expect(await expected(turned)).toEqual(await expected(history));
  });

  it('of SASRec in training: every answer is of one moment, and moments differ', async () => {
    const runId = 'in training';
    const { config, ...rest } = request('sasrec');
    const earlyStopping = { ...DEFAULT_EARLY_STOPPING, enabled: false };
    unwrap(await gpu.enqueue({ ...rest, runId, config: { ...config, batchSize: 4, epochs: 1000 }, earlyStopping }));
    await gpu.play();
    const seen = new Set<string>();
    await vi.waitFor(
      async () => {
        const { weights } = unwrap(await gpu.inspector.attention(runId, { user: USER }));
        const last = [...weights.subarray(-12)];
        expect(Math.abs(last.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-6);
        seen.add(last.join());
        expect(seen.size).toBe(4);
      },
      { timeout: 30_000, interval: 20 },
    );
    await gpu.remove(runId);
  });

  it('only a model with attention has a map of it', async () => {
    for (const model of ['ease', 'neumf'] as const) {
      expect(await host(model).attention(model, { user: USER })).toMatchObject({
        ok: false,
        error: { code: 'invalid-config' },
      });
    }
  });

  it('of SASRec: a user’s NDCG in order is that of the list, beside twenty other orders', async () => {
    const { asWatched, shuffled } = unwrap(await gpu.inspector.orderEffect('sasrec', USER, 20, 1));
    const told = unwrap(
      await gpu.inspector.explainUser('sasrec', USER, 'test', { candidates: 'full', numUsersSampled: null }),
    );
    expect(asWatched).toBeCloseTo(told.values['ndcg@10'], 6);
    expect(shuffled).toHaveLength(20);
    for (const value of shuffled) expect(value >= 0 && value <= 1).toBe(true);
  });

  it.each(MODELS.filter(({ model }) => model !== 'random'))(
    'of $model, for somebody new: the score that their list shows',
    async ({ model }) => {
      const { list } = unwrap(await host(model).recommendTo(model, LIKED, 10));
      for (const place of [0, 6]) {
        const told = unwrap(await host(model).whyTo(model, LIKED, list[place].itemIndex));
        expect(told).toMatchObject({ userIndex: null, score: list[place].score, rank: place + 1 });
        expect(Math.abs(told.why.score - told.score)).toBeLessThan(1e-4);
        expect(told.numUnseen).toBe(dataset.items.length - LIKED.length);
        if (told.why.kind !== 'history') continue;
        expect(told.why.parts.map(({ item }) => item)).toEqual(LIKED);
        expect(Math.abs(told.why.parts.reduce((sum, { value }) => sum + value, 0) - told.score)).toBeLessThan(1e-5);
      }
    },
  );

  it.each(MODELS)('$model answers somebody new, without the films that they named', async ({ model }) => {
    const { list, elapsedMs } = unwrap(await host(model).recommendTo(model, LIKED, 10));
    expect(list).toHaveLength(10);
    expect(elapsedMs).toBeGreaterThanOrEqual(0);
    expect(list.filter(({ itemIndex }) => LIKED.includes(itemIndex))).toEqual([]);
    for (let place = 1; place < 10; place++) expect(list[place].score).toBeLessThanOrEqual(list[place - 1].score);
    const again = unwrap(await host(model).recommendTo(model, LIKED, 10));
    expect(again.list).toEqual(list);
    const other = unwrap(await host(model).recommendTo(model, [...LIKED.slice(0, 4), 20], 10));
    const reads = !['popularity', 'random'].includes(model);
    if (reads) expect(other.list).not.toEqual(list);
  });

  it.each(['ease', 'itemknn', 'markov', 'sasrec'] as const)(
    '%s gives the history of a user that user’s list',
    async (model) => {
      const [list] = unwrap(await host(model).recommend(model, [USER], { k: 10, excludeSeen: true }));
      const told = unwrap(await host(model).recommendTo(model, [...rowOf(known, USER)], 10));
      expect(told.list.map(({ itemIndex }) => itemIndex)).toEqual(list.map(({ itemIndex }) => itemIndex));
    },
  );

  it.each(['markov', 'sasrec'] as const)('order counts for %s', async (model) => {
    const one = unwrap(await host(model).recommendTo(model, LIKED, 10));
    const turned = unwrap(await host(model).recommendTo(model, LIKED.toReversed(), 10));
    expect(turned.list).not.toEqual(one.list);
  });

  it.each(['ease', 'als', 'lightgcn'] as const)('order does not count for %s', async (model) => {
    const one = unwrap(await host(model).recommendTo(model, LIKED, 10));
    const turned = unwrap(await host(model).recommendTo(model, LIKED.toReversed(), 10));
    expect(turned.list.map(({ itemIndex }) => itemIndex)).toEqual(one.list.map(({ itemIndex }) => itemIndex));
  });
});
