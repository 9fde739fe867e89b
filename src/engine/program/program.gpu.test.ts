/** Steps through a program against the same steps taken eagerly. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createEngine } from '../createEngine';
import { fixedSubgroupSize } from '../kernels/subgroups';
import { integers, normals, relativeError, sizeOf } from '../testing/arrays';
import { smallLightGcn, smallNeuMf, smallSasRec } from '../testing/models';
import { lossOf, opCases, symmetricMatrix } from '../testing/opCases';
import { tf, type WebGPUBackend } from '../tf';
import type { Engine, HostArrays, KernelForms, LossFunction } from '../types';
import { StepProgram } from './StepProgram';

const ADAM = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine('webgpu');
});
afterAll(() => engine.dispose());
afterEach(() => vi.restoreAllMocks());

const MODELS = [
  ['NeuMF', smallNeuMf()],
  // Adam updates four at a time where all is whole fours
  ['NeuMF in fours', smallNeuMf(20, 30, 8, 32, [12, 8])],
  // a batch that the gradients of biases are added up for in parts
  ['NeuMF in fours with parts between them', smallNeuMf(20, 30, 8, 256, [12, 8])],
  ['SASRec', smallSasRec()],
] as const;

function stepsOf(model: { batch(step: number): HostArrays }, first = 0) {
  return (k: number) => ({ batch: model.batch(first + k), dropoutSeed: first + k });
}

describe.each(MODELS)('a program of %s', (_, model) => {
  const prepared = async () => {
    const parameters = engine.createParameters(model.parameters);
    const training = await engine.prepareTraining(parameters, model.batch(0), model.loss, ADAM);
    return { parameters, training };
  };

  test('takes the steps that the eager form takes', async () => {
    const { parameters, training } = await prepared();
    expect(training.path).toMatchObject({ kind: 'program' });
    const eager = engine.createParameters(model.parameters);
    for (let t = 0; t < 10; t++) engine.step(eager, model.batch(t), model.loss, ADAM, t);
    training.steps(10, stepsOf(model));
    const expected = await engine.readLoss(eager);
    expect(relativeError([(await engine.readLoss(parameters)) as number], [expected as number])).toBeLessThan(1e-5);
    const [values, eagerValues] = [await engine.readValues(parameters), await engine.readValues(eager)];
    for (const [name, { data }] of Object.entries(eagerValues)) {
      expect(relativeError(values[name].data, data), name).toBeLessThan(1e-3);
    }
    training.dispose();
    for (const set of [parameters, eager]) set.dispose();
  });

  test('gives the same bits again, however the steps are divided', async () => {
    const states = [];
    for (const parts of [[6], [1, 2, 3]]) {
      const { parameters, training } = await prepared();
      let first = 0;
      for (const count of parts) {
        training.steps(count, stepsOf(model, first));
        first += count;
      }
      states.push(await engine.readParameters(parameters));
      training.dispose();
      parameters.dispose();
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[0].step).toBe(6);
  });

  test('goes on where an eager step, a reading or a writing left the parameters', async () => {
    const { parameters, training } = await prepared();
    const eager = engine.createParameters(model.parameters);
    training.steps(2, stepsOf(model));
    const loss = await engine.run(parameters, model.batch(0), model.loss);
    expect(loss.data[0]).toBeGreaterThan(0);
    engine.step(parameters, model.batch(2), model.loss, ADAM, 2);
    training.steps(1, stepsOf(model, 3));
    for (let t = 0; t < 4; t++) engine.step(eager, model.batch(t), model.loss, ADAM, t);
    const losses = [await engine.readLoss(parameters), await engine.readLoss(eager)] as number[];
    expect(relativeError([losses[0]], [losses[1]])).toBeLessThan(1e-5);
    engine.writeValues(parameters, model.parameters);
    expect(await engine.readValues(parameters)).toEqual(model.parameters);
    training.dispose();
    expect((await engine.readParameters(parameters)).step).toBe(4);
    for (const set of [parameters, eager]) set.dispose();
  });

  test('holds no more after 300 steps than after one, and nothing when disposed of', async () => {
    const { numTensors, numBytes } = engine.memory();
    const { parameters, training } = await prepared();
    training.steps(1, stepsOf(model));
    await engine.readLoss(parameters);
    const after = engine.memory();
    for (let i = 0; i < 3; i++) training.steps(100, stepsOf(model, i));
    expect(await engine.readLoss(parameters)).toBeGreaterThan(0);
    expect(engine.memory()).toEqual(after);
    training.dispose();
    parameters.dispose();
    expect(engine.memory()).toMatchObject({ numTensors, numBytes });
  });

  test('is not used where it gives something else than the eager form', async () => {
    vi.spyOn(StepProgram.prototype, 'run').mockImplementation(() => {});
    // Another program than those that were checked before.
    const other = { ...ADAM, beta2: 0.98 };
    const parameters = engine.createParameters(model.parameters);
    const training = await engine.prepareTraining(parameters, model.batch(0), model.loss, other);
    expect(training.path).toEqual({ kind: 'eager', reason: expect.stringContaining('the loss is') });
    const eager = engine.createParameters(model.parameters);
    training.steps(2, stepsOf(model));
    for (let t = 0; t < 2; t++) engine.step(eager, model.batch(t), model.loss, other, t);
    expect(await engine.readParameters(parameters)).toEqual(await engine.readParameters(eager));
    for (const set of [parameters, eager]) set.dispose();
  });

  test('refuses ids outside their table and batches of other shapes', async () => {
    const { parameters, training } = await prepared();
    const batch = model.batch(0);
    const [ids] = Object.keys(batch);
    const wrong = { ...batch, [ids]: { ...batch[ids], data: batch[ids].data.map(() => 1000) } };
    const refused = (changed: HostArrays) => () => training.steps(1, () => ({ batch: changed, dropoutSeed: 0 }));
    expect(refused(wrong)).toThrow(expect.objectContaining({ code: 'shape' }));
    expect(refused({ ...batch, [ids]: { shape: [1], data: new Int32Array(1) } })).toThrow('shape');
    training.dispose();
    parameters.dispose();
  });
});

test('a program of NeuMF moves only rows with a gradient where that is asked for, as the eager form does', async () => {
  const model = smallNeuMf(200, 300);
  const touched = { ...ADAM, rows: 'touched' as const };
  const [parameters, eager] = [0, 1].map(() => engine.createParameters(model.parameters));
  const training = await engine.prepareTraining(parameters, model.batch(0), model.loss, touched);
  expect(training.path).toMatchObject({ kind: 'program' });
  for (let t = 0; t < 5; t++) engine.step(eager, model.batch(t), model.loss, touched, t);
  training.steps(5, stepsOf(model));
  const [state, expected] = [await engine.readParameters(parameters), await engine.readParameters(eager)];
  const seen = new Set([0, 1, 2, 3, 4].flatMap((t) => [...model.batch(t).users.data]));
  for (const part of ['values', 'firstMoments', 'secondMoments'] as const) {
    for (const [name, { data }] of Object.entries(expected[part])) {
      expect(relativeError(state[part][name].data, data), `${part} of ${name}`).toBeLessThan(1e-3);
    }
    const rowOf = (user: number) => state[part].userGmf.data.slice(6 * user, 6 * user + 6);
    for (let user = 0; user < 200; user++) {
      const before =
        part === 'values' ? model.parameters.userGmf.data.slice(6 * user, 6 * user + 6) : new Float32Array(6);
      if (seen.has(user)) expect(rowOf(user), `${part} of ${user}`).not.toEqual(before);
      else expect(rowOf(user), `${part} of ${user}`).toEqual(before);
    }
  }
  expect(seen.size).toBeLessThan(150);
  training.dispose();
  for (const set of [parameters, eager]) set.dispose();
});

test.each([
  ['NeuMF', () => smallNeuMf()],
  ['SASRec', () => smallSasRec()],
  // rows of 32 numbers: whole fours for all lanes of a subgroup
  ['LightGCN', () => smallLightGcn(engine.createSparse(symmetricMatrix(70)))],
])('a run of %s that goes on keeps the forms that it was begun with, if the adapter has them', async (_, make) => {
  const model = make();
  const tiles = [4, 8].map((size) => ({ rows: size, columns: size }));
  const subgroup = await fixedSubgroupSize((tf.backend() as unknown as WebGPUBackend).device);
  const known: KernelForms[] = tiles.map((tile) => ({ tile, tileInFours: tile }));
  if (subgroup !== null) known.push({ ...known[1], subgroup });
  const losses: number[] = [];
  for (const forms of [...known, { ...known[1], subgroup: 1024 }]) {
    const parameters = engine.createParameters(model.parameters);
    const training = await engine.prepareTraining(parameters, model.batch(0), model.loss, ADAM, { forms });
    if (known.includes(forms)) expect(training.path).toMatchObject({ kind: 'program', forms });
    else expect((training.path as { forms?: KernelForms }).forms?.subgroup).not.toBe(1024);
    training.steps(4, stepsOf(model));
    losses.push((await engine.readLoss(parameters)) as number);
    training.dispose();
    parameters.dispose();
  }
  for (const loss of losses) expect(relativeError([loss], [losses[0]])).toBeLessThan(1e-5);
});

test('a softmax in blocks of rows gives what plain sums give', async () => {
  const [rows, numItems, dimension] = [2600, 10_000, 4];
  const states = normals(1, [rows, dimension], 0.5);
  const items = normals(2, [numItems, dimension], 0.5);
  const targets = integers(3, [rows], numItems);
  const weights = { shape: [rows], data: new Float32Array(rows).fill(1 / rows) };
  const loss: LossFunction = (ops, p, b) => ops.softmaxCrossEntropy(p.states, p.items, b.targets, b.weights);
  const parameters = engine.createParameters({ states, items });
  const batch = { targets, weights };
  // Not held against the eager form, which has blocks of its own.
  const training = await engine.prepareTraining(parameters, batch, loss, ADAM, { check: false });
  expect(training.path).toMatchObject({ kind: 'program' });
  training.steps(1, () => ({ batch, dropoutSeed: 0 }));
  // of two blocks; all at once would take 104 MB
  expect((training.path as { gpuBytes: number }).gpuBytes).toBeLessThan(70e6);

  const dItems = new Float64Array(numItems * dimension);
  const dStates = new Float64Array(rows * dimension);
  const exponentials = new Float64Array(numItems);
  let expected = 0;
  for (let r = 0; r < rows; r++) {
    const s = states.data.subarray(r * dimension, (r + 1) * dimension);
    let sum = 0;
    for (let v = 0; v < numItems; v++) {
      let logit = 0;
      for (let d = 0; d < dimension; d++) logit += s[d] * items.data[v * dimension + d];
      exponentials[v] = Math.exp(logit);
      sum += exponentials[v];
    }
    expected -= Math.log(exponentials[targets.data[r]] / sum) / rows;
    for (let v = 0; v < numItems; v++) {
      const g = (exponentials[v] / sum - (v === targets.data[r] ? 1 : 0)) / rows;
      for (let d = 0; d < dimension; d++) {
        dItems[v * dimension + d] += g * s[d];
        dStates[r * dimension + d] += g * items.data[v * dimension + d];
      }
    }
  }
  expect(relativeError([(await engine.readLoss(parameters)) as number], [expected])).toBeLessThan(1e-5);
  // After one step the first moments are a tenth of the gradients.
  const { firstMoments } = await engine.readParameters(parameters);
  const tenth = (x: Float64Array) => x.map((value) => (1 - ADAM.beta1) * value);
  expect(relativeError(firstMoments.items.data, tenth(dItems))).toBeLessThan(1e-4);
  expect(relativeError(firstMoments.states.data, tenth(dStates))).toBeLessThan(1e-4);
  training.dispose();
  parameters.dispose();
}, 180_000);

/** Preparing holds the gradients against the eager form. */
describe.each([1, 5, 50])('every op in a program, at %i', (size) => {
  const cases = opCases(size).filter(({ notDifferentiated }) => !notDifferentiated);
  test.each(cases.map((opCase) => [opCase.name, opCase] as const))('%s', async (_, opCase) => {
    const matrix = opCase.sparse ? engine.createSparse(opCase.sparse) : null;
    const parameters = engine.createParameters(opCase.parameters);
    const forward: LossFunction = (ops, p, b) => opCase.forward(ops, p, b, matrix);
    const value = await engine.run(parameters, opCase.batch, forward);
    const batch = { ...opCase.batch, projection: normals(99, [sizeOf(value.shape)]) };
    const training = await engine.prepareTraining(parameters, batch, lossOf(opCase, matrix), ADAM);
    expect(training.path).toMatchObject({ kind: 'program' });
    training.dispose();
    parameters.dispose();
    matrix?.dispose();
  });
});
