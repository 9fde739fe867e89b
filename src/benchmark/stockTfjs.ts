/** The same training by tfjs alone. */

import { StockTraining } from '@/engine/stock/StockTraining';
import type { StockModel } from '@/engine/stock/stockModels';
import type { DeviceChoice } from '@/engine/types';
import type { CsrMatrix } from '@/lib/csr';
import { LAYER_NORM_EPSILON } from '@/models/sasrec/sasrec';
import { countGpu } from './countGpu';
import { countNumbers, prepareTask } from './prepareTask';
import type { BenchTask, Contender } from './types';

/** @throws Error for variants that the obvious models leave out */
export async function stockTfjs(task: BenchTask, device: DeviceChoice): Promise<Contender> {
  const counts = countGpu();
  const before = counts.heldBytes();
  let graph: CsrMatrix | null = null;
  const { model, values, batch } = prepareTask(task, (matrix) => {
    graph = matrix;
    return matrix;
  });
  const training = await StockTraining.create(device, stockModel(task, graph), values, model.adam);
  let taken = 0;
  const run: Contender['run'] = async (steps) => {
    const started = performance.now();
    for (let step = 0; step < steps; step++) training.step(batch(taken++));
    const jsMs = performance.now() - started;
    await training.readLoss();
    return { jsMs, ms: performance.now() - started };
  };
  await run(1);
  const loss = await training.readLoss();
  counts.takeDispatches();
  await run(1);
  return {
    name: 'stock tfjs',
    device: training.device.adapter,
    parameters: countNumbers(values),
    loss,
    dispatches: counts.takeDispatches(),
    gpuBytes: counts.heldBytes() - before,
    run,
    dispose: () => training.dispose(),
  };
}

/** The plain form of a task's model. @param graph of LightGCN */
export function stockModel({ model, config, numUsers, numItems }: BenchTask, graph: CsrMatrix | null): StockModel {
  switch (model) {
    case 'neumf':
      if (config.variant !== 'neumf') throw new Error(`stock tfjs has no ${config.variant}`);
      return { model, numHidden: (config.hiddenLayers as number[]).length, dropout: config.dropout as number };
    case 'lightgcn': {
      if (!graph) throw new Error('LightGCN needs its graph');
      const rows = new Int32Array(graph.columns.length);
      for (let row = 0; row < graph.numRows; row++) rows.fill(row, graph.offsets[row], graph.offsets[row + 1]);
      const { columns, values } = graph;
      const [numLayers, regLambda] = [config.numLayers as number, config.regLambda as number];
      return { model, numUsers, numItems, numLayers, regLambda, rows, columns, values };
    }
    case 'sasrec':
      return {
        model,
        numBlocks: config.numBlocks as number,
        numHeads: config.numHeads as number,
        dropoutRate: config.dropoutRate as number,
        layerNormEpsilon: LAYER_NORM_EPSILON,
        loss: config.loss as 'softmax' | 'bce',
      };
  }
}
