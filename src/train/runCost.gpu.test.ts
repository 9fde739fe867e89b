/** What was counted before the start is what the device then holds. */
import { expect, test } from 'vitest';
import { createEngine } from '@/engine/createEngine';
import { modelSpec } from '@/models/catalog';
import { applyPreset } from '@/models/config';
import { blockDataset } from './contract/blockDataset';
import { runCost } from './runCost';
import { Trainer } from './trainer';
import { DEFAULT_EARLY_STOPPING } from './types';

test('the plan of a run is the program of the run', async () => {
  const engine = await createEngine('webgpu');
  const dataset = blockDataset();
  const { userIds, items, train, popularity } = dataset;
  const sizes = {
    users: userIds.length,
    items: items.length,
    interactions: train.items.length,
    mostPopular: Math.max(...popularity),
  };
  const { software, maxBufferBytes } = engine.device;
  for (const model of ['neumf', 'lightgcn'] as const) {
    const config = applyPreset(modelSpec(model), 'quick');
    const request = { runId: 'run', model, config, seed: 1, datasetKey: 'blocks' };
    const before = engine.memory().numBytes;
    const trainer = Trainer.create(engine, { ...request, earlyStopping: DEFAULT_EARLY_STOPPING }, dataset);
    const heard: number[][] = [];
    await trainer.prepare((...progress) => heard.push(progress));
    const path = trainer.stepPath;
    if (path?.kind !== 'program') throw new Error(`${model} is not replayed: ${path?.reason}`);
    const cost = runCost(model, config, sizes, { software: software === true, maxBufferBytes });
    expect(cost.dispatches).toBe(path.dispatches);
    // Parameters and graph as tensors, and the program: nothing else stays.
    expect(engine.memory().numBytes - before).toBeLessThanOrEqual(cost.totalBytes);
    expect(cost.totalBytes - cost.bytes.scores).toBeGreaterThan(path.gpuBytes);
    const [done, total] = heard[heard.length - 1];
    expect(done).toBe(total);
    expect(heard.map(([k]) => k)).toEqual(heard.map((_, k) => k + 1));
    trainer.dispose();
  }
  engine.dispose();
}, 120_000);
