/**
 * Models and engine against an independent implementation: `scripts/parity` computed the fixtures with PyTorch in
 * float64. Called from a Node test (cpu) and a browser test (WebGPU).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '@/engine/createEngine';
import type { DeviceChoice, Engine, HostArrays, ParameterSet, SparseMatrix } from '@/engine/types';
import { modelSpec } from '@/models/catalog';
import { validateConfig } from '@/models/config';
import { EXPLAINERS, NEURAL_MODELS } from '@/models/registry';
import type { NeuralModel, NeuralModelId } from '@/models/types';
import { neuralScorer } from '../neuralScorer';
import { batchesOf, FIXTURES, type Fixture, trainingDataOf, weightsOf } from './fixtures';

/** Relative. SASRec is deeper, and each layer norm adds a rounding of its own. */
const LOSS_TOLERANCE: Record<NeuralModelId, number> = { neumf: 1e-6, lightgcn: 1e-6, sasrec: 1e-5 };
/** Largest difference over the largest value of a tensor: single elements near zero are not comparable in float32. */
const TENSOR_TOLERANCE = 1e-5;
/** Relative, of each loss while training: errors of the weights add up over steps. */
const TRAINING_TOLERANCE = 1e-5;

export function describeParity(choice: DeviceChoice): void {
  it('has a fixture for every neural model', () => {
    const models = new Set(FIXTURES.map(({ fixture }) => fixture.model));
    expect([...models].sort()).toEqual(Object.keys(NEURAL_MODELS).sort());
  });

  describe.each(FIXTURES)(`$name on ${choice} agrees with PyTorch`, ({ fixture }) => {
    let engine: Engine;
    let model: NeuralModel;
    let parameters: ParameterSet;
    const data = trainingDataOf(fixture);
    const batches = batchesOf(fixture);
    const matrices: (SparseMatrix & { dispose(): void })[] = [];

    beforeAll(async () => {
      engine = await createEngine(choice);
      expect(engine.device.backend).toBe(choice);
      model = NEURAL_MODELS[fixture.model](fixture.config, data, 1, (matrix) => {
        const uploaded = engine.createSparse(matrix);
        matrices.push(uploaded);
        return uploaded;
      });
      parameters = engine.createParameters(weightsOf(fixture));
    });
    afterAll(() => {
      parameters?.dispose();
      for (const matrix of matrices) matrix.dispose();
      engine?.dispose();
    });

    it('on configuration, parameters and optimiser', () => {
      const problems = validateConfig(modelSpec(fixture.model), fixture.config);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(shapesOf(model.initialParameters())).toEqual(shapesOf(fixture.weights));
      expect(model.adam).toEqual(fixture.adam);
    });

    it('on the scores of all items', async () => {
      const users = Int32Array.from({ length: fixture.numUsers }, (_, user) => user);
      const scores = await neuralScorer(engine, parameters, model).score(users, data.train);
      expect(difference(scores, fixture.scores.data)).toBeLessThanOrEqual(TENSOR_TOLERANCE);
    });

    if (fixture.looks) {
      it('on what each position looks at, and expects', async () => {
        const scorer = neuralScorer(engine, parameters, model);
        const explainer = EXPLAINERS[fixture.model](fixture.config, data, {
          scorer,
          values: async () => weightsOf(fixture),
          snapshot: async () => weightsOf(fixture),
        });
        for (const [user, items] of fixture.train.entries()) {
          const reading = await explainer.read?.(Int32Array.from(items));
          if (!reading) throw new Error('the model reads no sequences');
          const { attention, scoresAfterEach } = looksOf(fixture, user);
          const length = Math.min(items.length, reading.maps.maxLength);
          expect([...reading.maps.items]).toEqual(items.slice(items.length - length));
          expect(reading.maps.numEarlier).toBe(items.length - length);
          expect(difference(reading.maps.weights, attention, [1])).toBeLessThanOrEqual(1e-6);
          for (let place = 0; place < length; place++) {
            expect(difference(reading.scoresAfter(place), scoresAfterEach[place])).toBeLessThanOrEqual(1e-6);
          }
          if (length === 0) continue;
          const onDevice = await scorer.score(Int32Array.of(user), data.train);
          expect(difference(reading.scoresAfter(length - 1), Array.from(onDevice))).toBeLessThanOrEqual(
            TENSOR_TOLERANCE,
          );
        }
      });
    }

    it('on the loss, with and without gradients', async () => {
      const { loss } = await engine.gradients(parameters, batches[0], model.loss, null);
      const alone = await engine.run(parameters, batches[0], model.loss);
      expect(relative(loss, fixture.loss)).toBeLessThanOrEqual(LOSS_TOLERANCE[fixture.model]);
      expect(relative(alone.data[0], fixture.loss)).toBeLessThanOrEqual(LOSS_TOLERANCE[fixture.model]);
    });

    it('on every gradient', async () => {
      const { gradients } = await engine.gradients(parameters, batches[0], model.loss, null);
      expect(shapesOf(gradients)).toEqual(shapesOf(fixture.gradients));
      expect(tooFarApart(gradients, fixture)).toEqual([]);
    });

    // The gradients above come from a tape; a prepared step is what trains, on WebGPU a recorded program of kernels.
    it('on every gradient of a prepared step, as its first moments hold them', async () => {
      const trained = engine.createParameters(weightsOf(fixture));
      const training = await engine.prepareTraining(trained, batches[0], model.loss, model.adam);
      expect(training.path.kind).toBe(choice === 'webgpu' ? 'program' : 'eager');
      training.steps(1, () => ({ batch: batches[0], dropoutSeed: 1 }));
      const { firstMoments, step } = await engine.readParameters(trained);
      training.dispose();
      trained.dispose();
      expect(step).toBe(1);
      // m_1 = (1 - beta1) g
      const gradients = Object.fromEntries(
        Object.entries(firstMoments).map(([name, { data, shape }]) => [
          name,
          { shape, data: Float32Array.from(data, (moment) => moment / (1 - model.adam.beta1)) },
        ]),
      );
      expect(shapesOf(gradients)).toEqual(shapesOf(fixture.gradients));
      expect(tooFarApart(gradients, fixture)).toEqual([]);
    });

    it.each(['one by one', 'prepared'])('on the losses of ten steps of Adam, %s', async (form) => {
      const trained = engine.createParameters(weightsOf(fixture));
      const training = await engine.prepareTraining(trained, batches[0], model.loss, model.adam);
      expect(training.path.kind).toBe(choice === 'webgpu' ? 'program' : 'eager');
      const losses: number[] = [];
      for (const batch of batches) {
        if (form === 'prepared') training.steps(1, () => ({ batch, dropoutSeed: 1 }));
        else engine.step(trained, batch, model.loss, model.adam, 1);
        losses.push((await engine.readLoss(trained)) as number);
      }
      training.dispose();
      trained.dispose();
      expect(losses).toHaveLength(10);
      const differences = losses.map((loss, step) => relative(loss, fixture.losses[step]));
      expect(Math.max(...differences), `relative differences ${differences}`).toBeLessThanOrEqual(TRAINING_TOLERANCE);
    });
  });
}

/** Tensors whose gradients differ from the fixture's by more than they may. */
function tooFarApart(gradients: HostArrays, fixture: Fixture): { name: string; difference: number }[] {
  return Object.keys(fixture.gradients)
    .map((name) => ({
      name,
      difference: difference(gradients[name].data, fixture.gradients[name].data, fixture.gradients[scaleOf(name)].data),
    }))
    .filter(({ difference }) => !(difference <= TENSOR_TOLERANCE));
}

/**
 * The tensor by whose largest gradient a tensor's differences are judged: its own. A bias of attention's keys adds the
 * same to all scores of a query, which softmax does not see: its true gradient is 0, so the keys' weights lend theirs.
 */
function scaleOf(name: string): string {
  return name.replace(/\.key\.b$/, '.key.w');
}

function shapesOf(arrays: HostArrays | Fixture['weights']): Record<string, number[]> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
}

/** One user's part, without padding: attention [blocks * heads * n * n] and scores [n][numItems]. */
function looksOf({ looks, train }: Fixture, user: number): { attention: number[]; scoresAfterEach: number[][] } {
  if (!looks) throw new Error('the fixture has no attention');
  const [blocks, users, heads, length] = looks.attention.shape;
  const numItems = looks.scoresAfterEach.shape[2];
  const read = Math.min(length, train[user].length);
  const places = Array.from({ length: read }, (_, t) => length - read + t);
  const attention: number[] = [];
  for (let block = 0; block < blocks; block++) {
    for (let head = 0; head < heads; head++) {
      const start = ((block * users + user) * heads + head) * length * length;
      for (const t of places) for (const j of places) attention.push(looks.attention.data[start + t * length + j]);
    }
  }
  const scoresAfterEach = places.map((t) => {
    const start = (user * length + t) * numItems;
    return looks.scoresAfterEach.data.slice(start, start + numItems);
  });
  return { attention, scoresAfterEach };
}

function relative(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

/** max |actual - expected| / max |scale|; NaN when a value is NaN or the lengths differ. */
function difference(actual: ArrayLike<number>, expected: number[], scale = expected): number {
  if (actual.length !== expected.length) return Number.NaN;
  let largest = 0;
  expected.forEach((value, i) => {
    // Math.max keeps NaN
    largest = Math.max(largest, Math.abs(actual[i] - value));
  });
  return largest / Math.max(...scale.map(Math.abs));
}
