/** What is held on the GPU while a run trains and after it was evaluated: every buffer that anybody makes is counted. */
import { beforeAll, expect, test } from 'vitest';
import { createEngine } from '@/engine/createEngine';
import { smallNeuMf } from '@/engine/testing/models';
import { markWords } from '@/lib/marks';
import { openRanking } from '@/train/neuralScorer';
import { benchTask } from './benchTasks';
import { countGpu, type GpuCounts } from './countGpu';
import { prepareTask } from './prepareTask';

/** MovieLens 1M without two items of each user. */
const ML_1M_LEAVE_ONE_OUT = { numUsers: 6040, numItems: 3706, numInteractions: 988_129 };
const MEGABYTE = 1e6;
/** Software adapters are slow, and tests share the cores. */
const LIMIT_MS = 180_000;

let counts: GpuCounts;
beforeAll(() => {
  counts = countGpu();
});

test(
  'LightGCN at the sizes of MovieLens 1M holds less than 64 MB',
  async () => {
    const before = counts.heldBytes();
    const held = () => counts.heldBytes() - before;
    const engine = await createEngine('webgpu');
    const matrices: { dispose(): void }[] = [];
    const { data, model, values, batch } = prepareTask(benchTask('lightgcn', ML_1M_LEAVE_ONE_OUT), (matrix) => {
      const uploaded = engine.createSparse(matrix);
      matrices.push(uploaded);
      return uploaded;
    });
    expect(data.train.items.length).toBeGreaterThan(0.95 * ML_1M_LEAVE_ONE_OUT.numInteractions);
    const parameters = engine.createParameters(values);
    const training = await engine.prepareTraining(parameters, batch(0), model.loss, model.adam);
    expect(training.path).toMatchObject({ kind: 'program' });
    const train = async (first: number) => {
      training.steps(3, (k) => ({ batch: batch(first + k), dropoutSeed: first + k }));
      await engine.readLoss(parameters);
    };
    const bytes: Record<string, number> = { prepared: held() };
    await train(0);
    bytes.training = held();
    const ranking = openRanking(engine, parameters, model, data.train);
    const users = Int32Array.from({ length: model.scoreBlock }, (_, u) => u);
    await ranking.topK(users, new Int32Array(users.length * markWords(data.numItems)), 20);
    bytes.ranking = held();
    ranking.close();
    await engine.readValues(parameters);
    bytes.evaluated = held();
    await train(3);
    bytes['training on'] = held();
    console.info(
      Object.entries(bytes)
        .map(([when, size]) => `${when}: ${(size / MEGABYTE).toFixed(1)} MB`)
        .join(', '),
    );
    for (const [when, size] of Object.entries(bytes)) expect(size, when).toBeLessThan(64 * MEGABYTE);
    // What evaluation needed is given back, but for the sizes that its shaders are told; and the engine knows what it holds.
    expect(bytes.evaluated).toBeLessThan(bytes.training + 1e3);
    expect(bytes['training on']).toBe(bytes.evaluated);
    expect(engine.memory().gpuBytes).toBe(held());
    training.dispose();
    parameters.dispose();
    for (const matrix of matrices) matrix.dispose();
    engine.dispose();
  },
  LIMIT_MS,
);

test(
  '10,000 steps leave buffers and tensors as they were',
  async () => {
    const engine = await createEngine('webgpu');
    const model = smallNeuMf();
    const parameters = engine.createParameters(model.parameters);
    const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    const training = await engine.prepareTraining(parameters, model.batch(0), model.loss, adam);
    expect(training.path).toMatchObject({ kind: 'program' });
    const batches = Array.from({ length: 10 }, (_, step) => model.batch(step));
    const train = async (count: number) => {
      training.steps(count, (k) => ({ batch: batches[k % batches.length], dropoutSeed: k }));
      expect(await engine.readLoss(parameters)).toBeGreaterThan(0);
    };
    await train(1);
    const before = { ...engine.memory(), held: counts.heldBytes() };
    for (let k = 0; k < 20; k++) await train(500);
    expect({ ...engine.memory(), held: counts.heldBytes() }).toEqual(before);
    expect((await engine.readParameters(parameters)).step).toBe(10_001);
    training.dispose();
    parameters.dispose();
    engine.dispose();
  },
  LIMIT_MS,
);
