/** How long a training step is at the defaults of the handbook: counted from its plan, which needs no device. */
import { expect, test } from 'vitest';
import { makePlan } from '@/engine/program/makePlan';
import { Recorder } from '@/engine/program/Recorder';
import type { SparseMatrix } from '@/engine/types';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import { NEURAL_MODELS } from '@/models/registry';
import type { Config, NeuralModelId, TrainingData } from '@/models/types';
import { createBatchSource } from './batches';

/** Sizes of MovieLens 1M; who watched what does not matter here. */
function trainingData(numItems: number): TrainingData {
  const [numUsers, perUser] = [6040, 20];
  const items = Int32Array.from({ length: numUsers * perUser }, (_, k) => (k * 7919) % numItems);
  const popularity = new Int32Array(numItems);
  for (const item of items) popularity[item]++;
  const offsets = Int32Array.from({ length: numUsers + 1 }, (_, u) => u * perUser);
  return { numUsers, numItems, train: { offsets, items }, popularity };
}

function planOf(id: NeuralModelId, changes: Config, software: boolean, numItems = 3706) {
  const data = trainingData(numItems);
  const config = { ...defaultConfig(modelSpec(id)), ...changes };
  // Arrays that are told apart by themselves, as buffers are.
  const array = (size: number, dtype: string) => ({ shape: [size], size, dtype });
  const model = NEURAL_MODELS[id](config, data, 1, ({ numRows, numColumns, offsets, columns, values }) => {
    const tensors = [array(offsets.length, 'int32'), array(columns.length, 'int32'), array(values.length, 'float32')];
    return { numRows, numColumns, tensors } as SparseMatrix;
  });
  const batch = createBatchSource(model.batches, data, 1).epoch(0).batch(0);
  const shapes = Object.fromEntries(
    Object.entries(model.initialParameters()).map(([name, { shape }]) => [name, shape]),
  );
  const recorder = new Recorder((tensor) => tensor as unknown as GPUBuffer);
  const recording = recorder.record(shapes, batch, model.loss);
  return makePlan(recording, shapes, batch, model.adam, { maxBindings: 10, software });
}

test.each([
  ['neumf', {}, 32],
  ['lightgcn', { numLayers: 3 }, 16],
  ['sasrec', { numBlocks: 2, loss: 'bce' }, 75],
  ['sasrec', { numBlocks: 2, loss: 'softmax' }, 75],
  ['sasrec', { numBlocks: 2, loss: 'sampled' }, 80],
] as const)('a step of %s %o takes at most %i dispatches', (id, changes, most) => {
  for (const software of [false, true]) {
    expect(planOf(id, changes, software).dispatches.length).toBeLessThanOrEqual(most);
  }
});

test('a step of LightGCN holds less than 64 MB beside the graph', () => {
  const { buffers } = planOf('lightgcn', {}, false);
  const bytes = buffers.reduce((sum, { bytes, external }) => sum + (external ? 0 : bytes), 0);
  expect(bytes).toBeLessThan(48e6);
});

function bytesOf({ buffers }: ReturnType<typeof planOf>): number {
  return buffers.reduce((sum, { bytes, external }) => sum + (external ? 0 : bytes), 0);
}

test('a softmax over all items holds logits once, and never more of them than 96 MB', () => {
  const logits = 4 * 128 * 50 * 3706;
  // beside them the activations of a step, and parameters with their moments
  expect(bytesOf(planOf('sasrec', { loss: 'softmax' }, false))).toBeLessThan(logits + 90e6);
  for (const software of [false, true]) {
    // 1.5 GB of logits
    const plan = planOf('sasrec', { loss: 'softmax' }, software, 60_000);
    expect(Math.max(...plan.buffers.map(({ bytes }) => bytes))).toBeLessThanOrEqual(96 * 1024 * 1024);
    expect(bytesOf(plan)).toBeLessThan(270e6);
    // Blocks are many, shaders are not.
    const shaders = new Set(plan.dispatches.map(({ source }) => source)).size;
    const ofOneBlock = new Set(planOf('sasrec', { loss: 'softmax' }, software).dispatches.map(({ source }) => source));
    expect(shaders).toBeLessThan(ofOneBlock.size + 20);
  }
});

test('no dispatch reads a buffer that it writes, and equal layers share their shaders', () => {
  for (const [id, changes] of [
    ['neumf', {}],
    ['lightgcn', {}],
    ['sasrec', {}],
  ] as [NeuralModelId, Config][]) {
    const { dispatches } = planOf(id, changes, false);
    for (const { bindings, label } of dispatches) {
      const written = bindings.filter(({ write }) => write).map(({ buffer }) => buffer);
      expect(new Set(written).size, label).toBe(written.length);
      expect(
        bindings.filter(({ buffer, write }) => !write && written.includes(buffer)),
        label,
      ).toEqual([]);
      expect(bindings.length, label).toBeLessThanOrEqual(10);
    }
  }
  const shaders = (numBlocks: number) =>
    new Set(planOf('sasrec', { numBlocks }, true).dispatches.map(({ source }) => source)).size;
  expect(shaders(4) - shaders(3)).toBeLessThanOrEqual(4);
});
