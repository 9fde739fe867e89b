/** What every neural model must do, on every backend. Called from a Node test (cpu) and a browser test (WebGPU). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedDataset } from '@/data/types';
import { createEngine } from '@/engine/createEngine';
import type { DeviceChoice, Engine } from '@/engine/types';
import { evaluateScope } from '@/eval/measure';
import { FULL_RANKING } from '@/eval/protocol';
import { rankOf } from '@/eval/ranking';
import { rowOf } from '@/lib/csr';
import { trainingData } from '@/models/trainingData';
import type { Config, NeuralModelId, Scorer } from '@/models/types';
import { createValidationBatches } from '../batches/validation';
import { Trainer } from '../trainer';
import { DEFAULT_EARLY_STOPPING, type RunRequest } from '../types';
import { blockDataset } from './blockDataset';

/** Software adapters are slow, and tests share the cores. */
const LEARNING_LIMIT_MS = 120_000;
const NONE = new Int32Array(0);

/**
 * Small configurations that solve the blocks in a few seconds. NeuMF gets few epochs: later it learns by heart that the
 * held-out item was often drawn as a negative.
 */
const CONFIGS: Record<NeuralModelId, Config> = {
  neumf: {
    embeddingDim: 8,
    hiddenLayers: [16, 8],
    dropout: 0.1,
    learningRate: 0.02,
    batchSize: 128,
    epochs: 12,
    numNegatives: 3,
    variant: 'neumf',
    sampler: 'uniform',
  },
  lightgcn: {
    embeddingDim: 8,
    numLayers: 2,
    learningRate: 0.02,
    batchSize: 64,
    epochs: 10,
    regLambda: 1e-4,
    layerWeights: [],
    sampler: 'uniform',
  },
  sasrec: {
    hiddenUnits: 10,
    numBlocks: 2,
    numHeads: 2,
    maxSeqLength: 6,
    dropoutRate: 0.1,
    learningRate: 0.01,
    batchSize: 16,
    epochs: 60,
    loss: 'softmax',
    numCandidates: 16,
    sampler: 'uniform',
  },
};

/** Variants that share a model's file but not its path through it. */
const VARIANTS: { name: string; model: NeuralModelId; change: Config }[] = [
  { name: 'NeuMF', model: 'neumf', change: {} },
  { name: 'GMF alone', model: 'neumf', change: { variant: 'gmf' } },
  { name: 'MLP alone', model: 'neumf', change: { variant: 'mlp', epochs: 25 } },
  { name: 'LightGCN', model: 'lightgcn', change: {} },
  {
    name: 'LightGCN, popular negatives, own layer weights',
    model: 'lightgcn',
    change: { sampler: 'popularity', layerWeights: [0.5, 0.25, 0.25] },
  },
  { name: 'SASRec, softmax', model: 'sasrec', change: {} },
  { name: 'SASRec, sampled softmax', model: 'sasrec', change: { loss: 'sampled' } },
  { name: 'SASRec, binary cross-entropy', model: 'sasrec', change: { loss: 'bce', epochs: 80 } },
];

export function describeModelContract(choice: DeviceChoice): void {
  describe.each(VARIANTS)(`$name on ${choice}`, ({ model, change }) => {
    let engine: Engine;
    const dataset = blockDataset();
    const request = (changes: Config = {}): RunRequest => ({
      runId: 'run',
      model,
      config: { ...CONFIGS[model], ...change, ...changes },
      seed: 7,
      datasetKey: 'blocks',
      earlyStopping: { ...DEFAULT_EARLY_STOPPING, enabled: false },
    });
    const epochs = request().config.epochs as number;

    beforeAll(async () => {
      engine = await createEngine(choice);
      expect(engine.device.backend).toBe(choice);
    });
    afterAll(() => engine.dispose());

    it(
      'learns the blocks: the held-out item comes first, the loss falls, scores are finite',
      async () => {
        const trainer = Trainer.create(engine, request(), dataset);
        const losses = await train(trainer, epochs);
        expect(trainer.stepPath?.kind).toBe(choice === 'webgpu' ? 'program' : 'eager');
        expect(losses[losses.length - 1]).toBeLessThan(0.8 * losses[0]);
        const users = Int32Array.from(dataset.userIds, (_, u) => u);
        const scores = await trainer.scorer.score(users, dataset.train);
        expect(scores.every(Number.isFinite)).toBe(true);
        const numItems = dataset.items.length;
        let first = 0;
        for (const u of users) {
          const row = scores.subarray(u * numItems, (u + 1) * numItems);
          if (rankOf(row, rowOf(dataset.valid, u)[0], rowOf(dataset.train, u), NONE) === 1) first++;
        }
        expect(first / users.length).toBeGreaterThanOrEqual(0.9);
        trainer.dispose();
      },
      LEARNING_LIMIT_MS,
    );

    it('ranks on the device as from its scores', async () => {
      const trainer = Trainer.create(engine, request(), dataset);
      await train(trainer, 1);
      const { openRanking, ...read } = trainer.scorer;
      expect(openRanking !== undefined).toBe(choice === 'webgpu');
      const measured = async (scorer: Scorer) => {
        const { table, perUser, lists } = await evaluateScope(scorer, dataset, 'valid', FULL_RANKING);
        return { table, perUser, lists };
      };
      expect(await measured(trainer.scorer)).toEqual(await measured(read));
      trainer.dispose();
    });

    it('validates many batches with what they share as each by itself', async () => {
      const trainer = Trainer.create(engine, request({ batchSize: 16 }), dataset);
      await train(trainer, 1);
      const parameters = engine.createParameters(await trainer.values());
      const data = trainingData(dataset);
      let expected = 0;
      let numBatches = 0;
      const { batches } = createValidationBatches(trainer.model.batches, data, dataset.valid, request().seed);
      for (const { arrays, share } of batches) {
        const { data: loss } = await engine.run(parameters, arrays, trainer.model.loss);
        expected += share * loss[0];
        numBatches++;
      }
      expect(numBatches).toBeGreaterThan(1);
      const [{ validLoss }] = trainer.history;
      expect(Math.abs((validLoss as number) - expected)).toBeLessThan(1e-6 * expected);
      parameters.dispose();
      trainer.dispose();
    });

    it('gives the same parameters for the same seed to the last bit, and others for another', async () => {
      const run = async (seed: number) => {
        const trainer = Trainer.create(engine, { ...request(), seed }, dataset);
        await train(trainer, 2);
        const { parameters } = await trainer.state();
        trainer.dispose();
        return parameters;
      };
      const once = await run(7);
      expect(await run(7)).toEqual(once);
      expect(await run(8)).not.toEqual(once);
    });

    it('gives the same parameters however its steps are divided', async () => {
      const parametersAfter = async (slice: (trainer: Trainer, k: number) => Promise<boolean>) => {
        const trainer = Trainer.create(engine, request(), dataset);
        for (let k = 0; trainer.history.length < 2; k++) if (await slice(trainer, k)) await trainer.endEpoch();
        const { parameters } = await trainer.state();
        trainer.dispose();
        return parameters;
      };
      const whole = await parametersAfter((trainer) => trainer.slice(Number.POSITIVE_INFINITY, () => false));
      const divided = await parametersAfter((trainer, k) => {
        let asked = 0;
        return trainer.slice(1 + (k % 3), () => asked++ >= k % 2);
      });
      expect(divided).toEqual(whole);
    });

    it('goes on from its saved state as if nothing had happened', async () => {
      const whole = Trainer.create(engine, request(), dataset);
      await train(whole, 3);
      const first = Trainer.create(engine, request(), dataset);
      await train(first, 1);
      await first.slice(1, () => false);
      const state = await first.state();
      const second = Trainer.restore(engine, JSON.parse(JSON.stringify(state, arraysToJson), arraysFromJson), dataset);
      await train(second, 2);
      expect(second.history).toHaveLength(3);
      expect((await second.state()).parameters).toEqual((await whole.state()).parameters);
      for (const trainer of [whole, first, second]) trainer.dispose();
    });

    it('chooses the epoch on validation and reads test once, at the end', async () => {
      const { data, testReads } = watchTest({ ...dataset, test: dataset.valid });
      const trainer = Trainer.create(engine, request({ epochs: 2 }), data);
      await train(trainer, 2);
      await trainer.state();
      expect(testReads()).toBe(0);
      const { bestEpoch, valid } = await trainer.finish();
      expect(testReads()).toBe(1);
      const values = trainer.history.map(({ metrics }) => metrics.values['ndcg@10']);
      expect(bestEpoch).toBe(values.indexOf(Math.max(...values)) + 1);
      expect(valid).toEqual(trainer.history[(bestEpoch as number) - 1].metrics);
      trainer.dispose();
    });

    it('refits without validation: all epochs, the last one kept, test measured', async () => {
      const { data, testReads } = watchTest({ ...dataset, valid: dataset.test, test: dataset.valid });
      const stopping = { ...DEFAULT_EARLY_STOPPING, enabled: true, patience: 1 };
      const trainer = Trainer.create(engine, { ...request({ epochs: 3 }), earlyStopping: stopping }, data);
      const endings = [];
      while (endings.length < 3) {
        if (await trainer.slice(Number.POSITIVE_INFINITY, () => false)) endings.push(await trainer.endEpoch());
      }
      expect(endings.map(({ over }) => over)).toEqual([null, null, 'completed']);
      for (const { record } of endings) {
        expect(record).toMatchObject({ validLoss: null, isBest: true });
        expect(record.trainLoss).toBeGreaterThan(0);
        expect(record.metrics.numUsers).toBe(0);
      }
      expect(testReads()).toBe(0);
      const last = (await trainer.state()).parameters.values;
      const { bestEpoch, valid, test } = await trainer.finish();
      expect(testReads()).toBe(1);
      expect(bestEpoch).toBe(3);
      expect((await trainer.state()).parameters.values).toEqual(last);
      expect(valid.numUsers).toBe(0);
      expect(test.numUsers).toBe(data.userIds.length);
      expect(test.values['recall@20']).toBe(1);
      trainer.dispose();
    });

    it('leaves no tensor behind', async () => {
      const before = engine.memory().numTensors;
      const trainer = Trainer.create(engine, request(), dataset);
      await train(trainer, 1);
      const afterOne = engine.memory();
      await train(trainer, 2);
      expect(engine.memory().numTensors).toBe(afterOne.numTensors);
      expect(engine.memory().numBytes).toBe(afterOne.numBytes);
      await trainer.embeddings('items');
      await trainer.finish();
      trainer.dispose();
      expect(engine.memory().numTensors).toBe(before);
    });

    async function train(trainer: Trainer, numEpochs: number): Promise<number[]> {
      const losses: number[] = [];
      while (losses.length < numEpochs) {
        if (await trainer.slice(Number.POSITIVE_INFINITY, () => false)) {
          losses.push((await trainer.endEpoch()).record.trainLoss);
        }
      }
      return losses;
    }
  });
}

/** The state must survive a trip through a file: typed arrays as plain ones. */
function arraysToJson(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return { float32: [...value] };
  if (value instanceof Int32Array) return { int32: [...value] };
  return value;
}

function arraysFromJson(_key: string, value: unknown): unknown {
  const array = value as { float32?: number[]; int32?: number[] } | null;
  if (array?.int32) return Int32Array.from(array.int32);
  return array?.float32 ? Float32Array.from(array.float32) : value;
}

/** The same data, counting how often the test part is looked at. */
function watchTest(dataset: PreparedDataset): { data: PreparedDataset; testReads: () => number } {
  let reads = 0;
  const { test } = dataset;
  const data = Object.defineProperty({ ...dataset }, 'test', {
    get() {
      reads++;
      return test;
    },
  });
  return { data, testReads: () => reads };
}
