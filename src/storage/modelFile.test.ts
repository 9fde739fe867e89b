import { describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { refitted } from '@/data/refit';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE, type InteractionTable, type PrepareSettings } from '@/data/types';
import { evaluate } from '@/eval/evaluate';
import { FULL_RANKING, protocolOf } from '@/eval/protocol';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import { checkTensors, differencesOf, readModelFile, writeModelFile } from './modelFile';
import { type BrokenFile, ModelFileError, readSafetensors, writeSafetensors } from './safetensors';
import type { RunCard } from './types';
import { vocabularyOf } from './vocabulary';

const table = syntheticSample().table;
const dataset = prepare(table, DEFAULT_PREPARE);
const values = {
  users: { shape: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, 6.5]) },
  items: { shape: [1, 3], data: new Float32Array([0.1, 0.2, 0.3]) },
};

async function card(): Promise<RunCard> {
  const scorer = {
    blockSize: 64,
    score: async (users: Int32Array) => new Float32Array(users.length * dataset.items.length),
  };
  const protocol = protocolOf(dataset.summary, FULL_RANKING);
  const valid = (await evaluate(scorer, dataset, 'valid', { protocol })).table;
  const test = (await evaluate(scorer, dataset, 'test', { protocol })).table;
  const { key } = dataset.summary;
  const config = defaultConfig(modelSpec('neumf'));
  return {
    id: 'a',
    label: 'NeuMF 2',
    request: { runId: 'a', model: 'neumf', config, seed: 7, datasetKey: key, earlyStopping: DEFAULT_EARLY_STOPPING },
    dataset: dataset.summary,
    neural: true,
    numParameters: 9,
    stepsPerEpoch: 3,
    history: [
      { epoch: 1, trainLoss: 0.5, validLoss: null, metrics: valid, elapsedMs: 1, samplesSeen: 10, isBest: true },
    ],
    lossPoints: [],
    finished: { reason: 'early-stopped', bestEpoch: 1, valid, test, inferenceMsPerUser: 0.1, elapsedMs: 20 },
    sweep: null,
    fromFile: null,
    createdAt: 1_000_000,
  };
}

const written = async () => (await writeModelFile(await card(), vocabularyOf(dataset), values)).arrayBuffer();

/** The file with other metadata or tensors. */
async function changed(metadata: Record<string, string | null>, tensors = values): Promise<ArrayBuffer> {
  const file = readSafetensors(await written());
  const merged = Object.entries({ ...file.metadata, ...metadata }).flatMap(([name, text]) =>
    text === null ? [] : [[name, text]],
  );
  return writeSafetensors({ tensors, metadata: Object.fromEntries(merged) }).arrayBuffer();
}

describe('model files', () => {
  it('say all there is to know about a run', async () => {
    const from = await card();
    const file = readModelFile(await written());
    expect(file).toMatchObject({
      label: 'NeuMF 2',
      model: 'neumf',
      config: from.request.config,
      seed: 7,
      data: { name: table.name, fingerprint: dataset.summary.fingerprint, settings: DEFAULT_PREPARE, refit: false },
      finished: from.finished,
      history: from.history,
      numParameters: 9,
    });
    expect(file.values).toEqual(values);
    expect(differencesOf(file, dataset.summary, vocabularyOf(dataset))).toEqual([]);
  });

  it.each<[string, Record<string, string | null>, BrokenFile, string | undefined]>([
    ['of others', { format: 'pt' }, 'not-ours', undefined],
    ['of the future', { format_version: '99' }, 'format-version', undefined],
    ['without a seed', { seed: null }, 'field', 'seed'],
    ['with results that are none', { result: '{"reason":"completed"}' }, 'field', 'result'],
    ['with broken JSON', { data: '{' }, 'field', 'data'],
    ['of a model that is not there', { model: '"bert"' }, 'model', undefined],
    ['of a baseline', { model: '"ease"' }, 'model', undefined],
    ['with an impossible setting', { config: '{"epochs":0}' }, 'config', undefined],
  ])('are refused %s', async (_name, metadata, what, name) => {
    const bytes = await changed(metadata);
    expect(() => readModelFile(bytes)).toThrow(ModelFileError);
    try {
      readModelFile(bytes);
    } catch (thrown) {
      expect(thrown).toMatchObject({ what, ...(name && { details: { name } }) });
    }
  });

  it('are refused with values that are no numbers, or tensors of another model', async () => {
    const bad = { ...values, items: { shape: [1, 3], data: new Float32Array([1, Number.NaN, 3]) } };
    const bytes = await changed({}, bad);
    expect(() => readModelFile(bytes)).toThrow('not-finite');
    expect(() => checkTensors(values, values)).not.toThrow();
    expect(() => checkTensors(values, { ...values, more: values.items })).toThrow('"name":"more","found":"–"');
    expect(() => checkTensors(values, { ...values, items: { shape: [3, 1], data: values.items.data } })).toThrow(
      '"found":"1 x 3","expected":"3 x 1"',
    );
  });
});

describe('differencesOf', () => {
  const differ = async (settings: Partial<PrepareSettings>, rows: InteractionTable = table) => {
    const other = prepare(rows, { ...DEFAULT_PREPARE, ...settings });
    return differencesOf(readModelFile(await written()), other.summary, vocabularyOf(other));
  };
  const whatDiffers = async (...args: Parameters<typeof differ>) => (await differ(...args)).map(({ what }) => what);

  it('tells a split, its seed where chance has a part, and filters', async () => {
    expect(await whatDiffers({ split: 'leave-one-out' })).toEqual(['split']);
    // A split by time is the same with every seed.
    expect(await whatDiffers({ seed: 43 })).toEqual([]);
    expect(await whatDiffers({ split: 'random-user', seed: 43 })).toEqual(['split', 'seed']);
    const filtered = await differ({ minPerItem: 5 });
    expect(filtered.map(({ what }) => what)).toEqual(['items', 'filter']);
    const [items] = filtered;
    if (items.what !== 'items') throw new Error('no items');
    expect(items.file.count).toBeGreaterThan(items.here.count);
  });

  it('tells other rows with equal ids, other ids with equal counts, and names beside them', async () => {
    const ratings = table.ratings.slice();
    ratings[0] = 6 - ratings[0];
    expect(await whatDiffers({}, { ...table, ratings })).toEqual(['fingerprint']);
    const userIds = table.userIds.map((id) => `u${id}`);
    expect(await whatDiffers({}, { ...table, userIds, name: 'Mine' })).toEqual(['name', 'fingerprint', 'users']);
    expect(await whatDiffers({}, { ...table, name: 'Mine' })).toEqual([]);
  });

  it('holds a refitted model against refitted data', async () => {
    const other = refitted(dataset);
    expect(differencesOf(readModelFile(await written()), other.summary, vocabularyOf(other))).toEqual([]);
  });
});
