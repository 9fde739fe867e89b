/** What is raced against is the same model: equal losses, step by step, from the same parameters and batches. */
import { expect, test } from 'vitest';
import { createEngine } from '@/engine/createEngine';
import { StockTraining } from '@/engine/stock/StockTraining';
import type { CsrMatrix } from '@/lib/csr';
import type { Config, NeuralModelId } from '@/models/types';
import { benchTask } from './benchTasks';
import { prepareTask } from './prepareTask';
import { stockModel } from './stockTfjs';

const SIZES = { numUsers: 12, numItems: 19, numInteractions: 70 };
const SMALL = { batchSize: 16 };

test.each([
  ['neumf', { ...SMALL, embeddingDim: 6, hiddenLayers: [8, 5], dropout: 0 }],
  ['lightgcn', { ...SMALL, embeddingDim: 6, numLayers: 3, regLambda: 0.01 }],
  ['sasrec', { batchSize: 4, hiddenUnits: 6, numHeads: 2, maxSeqLength: 7, dropoutRate: 0, loss: 'bce' }],
  ['sasrec', { batchSize: 4, hiddenUnits: 6, numHeads: 1, maxSeqLength: 7, dropoutRate: 0, loss: 'softmax' }],
] as [NeuralModelId, Config][])('%s %o learns the same as with the engine', async (model, changes) => {
  const task = benchTask(model, SIZES, changes);
  const engine = await createEngine('cpu');
  let graph: CsrMatrix | null = null;
  const prepared = prepareTask(task, (matrix) => {
    graph = matrix;
    return engine.createSparse(matrix);
  });
  const parameters = engine.createParameters(prepared.values);
  const stock = await StockTraining.create('cpu', stockModel(task, graph), prepared.values, prepared.model.adam);
  for (let step = 0; step < 4; step++) {
    const batch = prepared.batch(step);
    engine.step(parameters, batch, prepared.model.loss, prepared.model.adam, step);
    stock.step(batch);
    const expected = (await engine.readLoss(parameters)) as number;
    expect(expected).toBeGreaterThan(0);
    expect((await stock.readLoss()) as number).toBeCloseTo(expected, 5);
  }
  stock.dispose();
  parameters.dispose();
  engine.dispose();
});
