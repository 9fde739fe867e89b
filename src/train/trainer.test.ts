/** What a device cannot hold fails with that reason, before anything is asked of it. */
import { expect, test } from 'vitest';
import { createEngine } from '@/engine/createEngine';
import type { Engine } from '@/engine/types';
import { modelSpec } from '@/models/catalog';
import { applyPreset } from '@/models/config';
import { blockDataset } from './contract/blockDataset';
import { Trainer } from './trainer';
import { DEFAULT_EARLY_STOPPING } from './types';

test.each(['neumf', 'lightgcn', 'sasrec'] as const)('%s on a device that is too small', async (model) => {
  const engine = await createEngine('cpu');
  const small: Engine = { ...engine, device: { ...engine.device, maxBufferBytes: 64 } };
  const request = { runId: 'a', model, config: applyPreset(modelSpec(model), 'quick'), seed: 1, datasetKey: 'blocks' };
  const create = (on: Engine) =>
    Trainer.create(on, { ...request, earlyStopping: DEFAULT_EARLY_STOPPING }, blockDataset());
  const before = engine.memory().numTensors;
  expect(() => create(small)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
  expect(engine.memory().numTensors).toBe(before);
  create(engine).dispose();
  engine.dispose();
});

/** Ms that the device below takes for a step. */
const STEP_MS = 4;

/** Stands for a device that takes its time: steps run one after the other, and it tells when they have. */
function slowEngine() {
  let freeAt = 0;
  const queued: number[] = [];
  const ends: number[] = [];
  let mostUnfinished = 0;
  const untilFree = () => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, freeAt - performance.now())));
  const engine = {
    device: { backend: 'webgpu', maxBufferBytes: null },
    restoreParameters: () => ({ names: [], dispose() {} }),
    async prepareTraining() {
      return {
        path: { kind: 'program', dispatches: 3, gpuBytes: 10 },
        steps(count: number, input: (step: number) => unknown) {
          for (let k = 0; k < count; k++) input(k);
          queued.push(count);
          freeAt = Math.max(freeAt, performance.now()) + count * STEP_MS;
          ends.push(freeAt);
          // Timers may be a moment early.
          mostUnfinished = Math.max(mostUnfinished, ends.filter((end) => end > performance.now() + 2).length);
        },
        finished: untilFree,
        dispose() {},
      };
    },
    readLoss: () => untilFree().then(() => 1),
  };
  return { engine: engine as unknown as Engine, queued, mostUnfinished: () => mostUnfinished };
}

function slowTrainer(engine: Engine): Trainer {
  const config = { ...applyPreset(modelSpec('lightgcn'), 'quick'), batchSize: 1, epochs: 3 };
  const request = { runId: 'a', model: 'lightgcn' as const, config, seed: 1, datasetKey: 'blocks' };
  return Trainer.restore(
    { ...engine, createSparse: () => ({ numRows: 1, numColumns: 1, dispose() {} }) },
    {
      ...{ version: 1, epoch: 0, stepInEpoch: 1, history: [], best: null, elapsedMs: 0, samplesSeen: 0 },
      request: { ...request, earlyStopping: DEFAULT_EARLY_STOPPING },
      parameters: { values: {}, firstMoments: {}, secondMoments: {}, step: 1 },
      epochLoss: { sum: 0, steps: 0 },
    },
    blockDataset(),
  );
}

test('steps are queued in pieces, two in flight at most, and a pause waits for no more', async () => {
  const { engine, queued, mostUnfinished } = slowEngine();
  const trainer = slowTrainer(engine);
  const measured: boolean[] = [];
  while (queued.length < 12) measured.push(await trainer.slice(Number.POSITIVE_INFINITY, () => false));
  expect(measured).not.toContain(true);
  expect(mostUnfinished()).toBeLessThanOrEqual(2);
  // About 16 ms each, whatever a slice takes as a whole.
  expect(Math.max(...queued)).toBeLessThanOrEqual(Math.round(16 / STEP_MS) + 2);

  let asked = 0;
  const before = queued.length;
  const position = trainer.progress.stepInEpoch;
  expect(await trainer.slice(Number.POSITIVE_INFINITY, () => ++asked > 0)).toBe(false);
  expect(queued.length - before, 'what was queued before anybody could ask').toBe(1);
  expect(trainer.progress.stepInEpoch - position).toBe(queued[before]);
  expect(asked).toBeGreaterThan(0);
});
