import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '@/data/prepare';
import { syntheticSample } from '@/data/synthetic';
import { DEFAULT_PREPARE } from '@/data/types';
import { createEngine } from '@/engine/createEngine';
import type { Engine, HostArrays } from '@/engine/types';
import { rowOf } from '@/lib/csr';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import { trainingData } from '@/models/trainingData';
import type { Config, NeuralModelId } from '@/models/types';
import { Trainer } from '../trainer';
import { DEFAULT_EARLY_STOPPING } from '../types';
import { drawElement } from './element';
import { tryStep } from './oneStep';
import type { StepQuestion } from './types';

const dataset = prepare(syntheticSample({ numUsers: 40, numItems: 60, seed: 1 }).table, DEFAULT_PREPARE);
const data = trainingData(dataset);
const USER = 5;
const QUESTION: StepQuestion = { userIndex: USER, draw: 3, steps: 1, moments: 'zero' };

const MODELS: { name: string; id: NeuralModelId; config: Config }[] = [
  { name: 'NeuMF', id: 'neumf', config: { embeddingDim: 6, hiddenLayers: [8, 4], dropout: 0, batchSize: 128 } },
  { name: 'LightGCN', id: 'lightgcn', config: { embeddingDim: 6, batchSize: 256, regLambda: 1e-2 } },
  { name: 'SASRec', id: 'sasrec', config: { hiddenUnits: 8, maxSeqLength: 10, dropoutRate: 0, loss: 'softmax' } },
  {
    name: 'SASRec, sampled',
    id: 'sasrec',
    config: { hiddenUnits: 8, maxSeqLength: 10, dropoutRate: 0, loss: 'sampled', numCandidates: 20 },
  },
  { name: 'SASRec, bce', id: 'sasrec', config: { hiddenUnits: 8, maxSeqLength: 10, dropoutRate: 0, loss: 'bce' } },
];

/** log(1 + e^x) */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

describe.each(MODELS)('a step of $name', ({ id, config: changes }) => {
  let engine: Engine;
  let trainer: Trainer;
  const config = { ...defaultConfig(modelSpec(id)), ...changes };
  const request = {
    runId: id,
    model: id,
    config,
    seed: 1,
    datasetKey: dataset.summary.key,
    earlyStopping: DEFAULT_EARLY_STOPPING,
  };
  const train = async (one: Trainer, steps: number) => {
    for (let step = 0; step < steps; step++) if (await one.slice(1, () => false)) await one.endEpoch();
  };
  const source = async () => {
    const { values, ...moments } = (await trainer.state()).parameters;
    return { engine, model: trainer.model, data, loss: config.loss, values, moments };
  };

  beforeAll(async () => {
    engine = await createEngine('cpu');
    trainer = Trainer.create(engine, request, dataset);
    await train(trainer, 3);
    // steps of SASRec on a busy machine
  }, 60_000);
  afterAll(() => {
    trainer.dispose();
    engine.dispose();
  });

  it.each(['zero', 'run'] as const)('is the step that the engine takes, moments %s', async (moments) => {
    const from = await source();
    const { batch } = drawElement(trainer.model, data, USER, QUESTION.draw);
    const state = (await trainer.state()).parameters;
    const set = moments === 'run' ? engine.restoreParameters(state) : engine.createParameters(state.values);
    const before = (await engine.run(set, batch, trainer.model.loss)).data[0];
    engine.step(set, batch, trainer.model.loss, trainer.model.adam, 1);
    const after = (await engine.run(set, batch, trainer.model.loss)).data[0];
    const stepped = await engine.readValues(set);
    set.dispose();

    const trial = await tryStep(from, { ...QUESTION, moments });
    expect(trial.moments.map(({ loss }) => loss)).toEqual([expect.closeTo(before, 5), expect.closeTo(after, 5)]);
    const { tensor, row, column } = trial.worked;
    const width = trial.row.before.length;
    expect(trial.worked.before).toBe(state.values[tensor].data[row * width + column]);
    for (let f = 0; f < width; f++) {
      expect(Math.abs(trial.row.after[f] - stepped[tensor].data[row * width + f])).toBeLessThan(1e-5);
    }
    for (const { name, changeNorm } of trial.tensors) {
      const change = Math.hypot(...stepped[name].data.map((value, at) => value - state.values[name].data[at]));
      expect(Math.abs(changeNorm - change), name).toBeLessThan(1e-5);
    }
  });

  it('has the loss that its scores make', async () => {
    const from = await source();
    const trial = await tryStep(from, { ...QUESTION, steps: 3 });
    expect(trial.moments).toHaveLength(4);
    for (const { loss, positive, negative } of trial.moments) {
      if (id === 'neumf') expect(loss).toBeCloseTo((softplus(-positive) + softplus(negative)) / 2, 5);
      if (id === 'lightgcn') expect(loss).toBeGreaterThan(softplus(negative - positive));
      if (config.loss === 'bce') expect(loss).toBeCloseTo(softplus(-positive) + softplus(negative), 5);
      // one of all films, or of those drawn
      if (config.loss === 'softmax' || config.loss === 'sampled')
        expect(loss).toBeGreaterThan(softplus(negative - positive));
    }
    const gaps = trial.moments.map(({ positive, negative }) => positive - negative);
    expect(gaps[3]).toBeGreaterThan(gaps[0]);
    expect(trial.moments[3].loss).toBeLessThan(trial.moments[0].loss);
    expect(trial.moments[3].rank).toBeLessThanOrEqual(trial.moments[0].rank);
  });

  it('is Adam’s update of the number that is worked out', async () => {
    const { worked, adam, tensors, rowOf: owner } = await tryStep(await source(), QUESTION);
    expect(worked.firstMoment).toBeCloseTo((1 - adam.beta1) * worked.gradient, 8);
    expect(worked.correction1).toBeCloseTo(1 - adam.beta1, 12);
    const change = worked.firstMoment / worked.correction1;
    const size = Math.sqrt(worked.secondMoment / worked.correction2) + adam.epsilon;
    expect(worked.after).toBeCloseTo(worked.before - (adam.learningRate * change) / size, 6);
    // from rest the first step is the learning rate, whatever the gradient
    expect(Math.abs(worked.after - worked.before)).toBeCloseTo(adam.learningRate, 6);
    expect(tensors[0].gradientNorm).toBeGreaterThan(0);
    if (id === 'lightgcn') {
      expect(owner).not.toBeNull();
      // through the graph a step reaches far more than three nodes
      expect(tensors[0].touched).toBeGreaterThan(20);
    }
    if (id === 'neumf') {
      expect(tensors.find(({ name }) => name === 'gmfUser')).toMatchObject({ touched: 1, total: data.numUsers });
      expect(tensors.find(({ name }) => name === 'gmfItem')).toMatchObject({ touched: 2, total: data.numItems });
    }
  });

  it('is taken on what the user has in training, and draws the same again', async () => {
    const from = await source();
    const own = [...rowOf(data.train, USER)];
    const drawn = new Set<number>();
    for (let draw = 0; draw < 4; draw++) {
      const trial = await tryStep(from, { ...QUESTION, draw });
      expect(own).toContain(trial.positive);
      if (trial.negativeIs === 'sampled') expect(own).not.toContain(trial.negative);
      drawn.add(trial.positive);
      if (trial.kind === 'sequence') {
        const at = own.indexOf(trial.positive);
        expect(trial.history).toEqual(own.slice(Math.max(0, own.length - 11), at));
      } else {
        expect(trial.history).toEqual([]);
      }
      expect(await tryStep(from, { ...QUESTION, draw })).toEqual(trial);
    }
    expect(drawn.size).toBeGreaterThan(1);
  });

  it('touches nothing of the run, in training and after', async () => {
    const untouched = Trainer.create(engine, request, dataset);
    await train(untouched, 3);
    const { numTensors } = engine.memory();
    const trial = await trainer.tryStep({ ...QUESTION, steps: 2, moments: 'run' });
    expect(trial.runMoments).toBe(3);
    expect(engine.memory().numTensors).toBe(numTensors);
    await train(untouched, 2);
    await Promise.all([train(trainer, 2), trainer.tryStep(QUESTION)]);
    const [a, b] = [await untouched.values(), await trainer.values()];
    for (const name of Object.keys(a)) expect((b as HostArrays)[name].data).toEqual(a[name].data);
    untouched.dispose();
    await trainer.finish();
    expect((await trainer.tryStep(QUESTION)).runMoments).toBeNull();
  });
});

it('says when a user has nothing to learn from', async () => {
  const engine = await createEngine('cpu');
  const config = { ...defaultConfig(modelSpec('sasrec')), hiddenUnits: 4, maxSeqLength: 5 };
  const trainer = Trainer.create(
    engine,
    {
      runId: 'a',
      model: 'sasrec',
      config,
      seed: 1,
      datasetKey: dataset.summary.key,
      earlyStopping: DEFAULT_EARLY_STOPPING,
    },
    dataset,
  );
  const one = { ...data, train: { offsets: Int32Array.of(0, 1), items: Int32Array.of(4) }, numUsers: 1 };
  expect(() => drawElement(trainer.model, one, 0, 1)).toThrow(/nothing in training/);
  trainer.dispose();
  engine.dispose();
});
