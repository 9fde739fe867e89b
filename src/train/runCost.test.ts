/** What a run needs is counted without a device, before it starts. */
import { expect, test } from 'vitest';
import { randomStream } from '@/lib/random';
import { modelSpec } from '@/models/catalog';
import { countParameters, defaultConfig } from '@/models/config';
import type { BatchRequest, Config, NeuralModelId } from '@/models/types';
import { createBatchSource } from './batches';
import { emptyBatch } from './batches/emptyBatch';
import { runCost } from './runCost';

/** MovieLens 1M and 25M, filtered for nothing. */
const ML_1M = { users: 6040, items: 3706, interactions: 988_129, mostPopular: 3428 };
const ML_25M = { users: 162_541, items: 59_047, interactions: 24_675_013, mostPopular: 81_491 };
const HARDWARE = { software: false, maxBufferBytes: 2 ** 31 };

function costOf(model: NeuralModelId, change: Config = {}, sizes = ML_1M, device = HARDWARE) {
  return runCost(model, { ...defaultConfig(modelSpec(model)), ...change }, sizes, device);
}

test.each(['neumf', 'lightgcn', 'sasrec'] as const)('%s holds its parameters and their moments twice', (model) => {
  const { bytes, totalBytes, dispatches } = costOf(model);
  const spec = modelSpec(model);
  const numParameters = countParameters(spec, defaultConfig(spec), ML_1M.users, ML_1M.items);
  const twice = 2 * 3 * 4 * numParameters;
  expect(bytes.parameters).toBeGreaterThanOrEqual(twice);
  // Each begins at a multiple of 64 elements in the buffers of the program.
  expect(bytes.parameters).toBeLessThan(twice + 3 * 4 * 64 * 64);
  expect(dispatches).toBeGreaterThan(5);
  expect(totalBytes).toBe(Object.values(bytes).reduce((sum, part) => sum + part));
});

test('only LightGCN has a graph: both directions of each interaction', () => {
  expect(costOf('neumf').bytes.graph).toBe(0);
  expect(costOf('lightgcn').bytes.graph).toBe(4 * (ML_1M.users + ML_1M.items + 1) + 16 * ML_1M.interactions);
  // Long rows are cut on a GPU, and their pieces have sums of their own.
  const cut = costOf('lightgcn', {}, ML_25M);
  const whole = costOf('lightgcn', {}, ML_25M, { ...HARDWARE, software: true });
  expect(cut.bytes.graph).toBeGreaterThan(whole.bytes.graph);
});

test('a block of scores is counted, and follows from the number of items', () => {
  const { scores } = costOf('lightgcn').bytes;
  // [block, items] of about 2 million, beside the propagated embeddings.
  expect(scores).toBeGreaterThan(15e6);
  expect(scores).toBeLessThan(40e6);
});

test('the largest buffer is named with what makes it smaller', () => {
  const wide = costOf('neumf', { embeddingDim: 512 }, ML_25M);
  expect(wide.largest).toEqual({ use: 'parameters', bytes: expect.any(Number) });
  // Both moments of all parameters in one buffer.
  expect(wide.largest.bytes).toBeGreaterThan(8 * 2 * 512 * (ML_25M.users + ML_25M.items));
  const long = costOf('sasrec', { batchSize: 1024, maxSeqLength: 200, loss: 'bce' });
  expect(long.largest.use).toBe('activations');
  expect(long.totalBytes).toBeGreaterThan(costOf('sasrec', { loss: 'bce' }).totalBytes);
  expect(costOf('lightgcn', { embeddingDim: 8 }, ML_25M).largest.use).toBe('graph');
});

test.each([
  { kind: 'pointwise', batchSize: 7, numNegatives: 2, sampler: 'uniform' },
  { kind: 'pairwise', batchSize: 7, sampler: 'uniform' },
  { kind: 'sequence', batchSize: 7, maxLength: 5, sampler: 'uniform', numCandidates: 0 },
] satisfies BatchRequest[])('an empty $kind batch has the names, shapes and types of a real one', (request) => {
  const random = randomStream(1, 'synthetic');
  const items = Int32Array.from({ length: 30 }, () => random.integer(9));
  const offsets = Int32Array.from({ length: 11 }, (_, u) => 3 * u);
  const data = { numUsers: 10, numItems: 20, train: { offsets, items }, popularity: new Int32Array(20).fill(1) };
  const described = (batch: ReturnType<typeof emptyBatch>) =>
    Object.entries(batch).map(([name, { shape, data }]) => [name, shape, data.constructor.name, data.length]);
  const real = createBatchSource(request, data, 1).epoch(0).batch(0);
  expect(described(emptyBatch(request))).toEqual(described(real));
});
