import { expect, test } from 'vitest';
import { benchTask, ML_100K } from './benchTasks';
import { stepWork } from './stepWork';

test('counts a step of NeuMF as written out', () => {
  const task = benchTask('neumf', ML_100K);
  const parameters = 1000;
  const weights = 128 * 128 + 128 * 64 + 64 * 32 + 64 + 32;
  const { flops, bytes } = stepWork(task, parameters);
  expect(flops).toBe(3 * 2 * 256 * weights);
  expect(bytes).toBe(8 * 4 * 1000 + 5 * 4 * 256 * (4 * 64 + 128 + 64 + 32));
});

test('LightGCN multiplies each edge of the graph once a layer, both ways', () => {
  const sizes = { numUsers: 10, numItems: 20, numInteractions: 100 };
  expect(stepWork(benchTask('lightgcn', sizes, { numLayers: 2, embeddingDim: 8 }), 240).flops).toBe(
    2 * 2 * (2 * 2 * 100) * 8,
  );
});

test('all items cost SASRec more than one negative', () => {
  const of = (loss: string) => stepWork(benchTask('sasrec', ML_100K, { loss }), 1).flops;
  expect(of('softmax') - of('bce')).toBe(3 * 2 * 128 * 50 * (1682 - 2) * 50);
});
