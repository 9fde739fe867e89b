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
