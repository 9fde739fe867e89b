/** What a neural run would take on a GPU, from its settings and the sizes of the data: known before it starts. */
import { type PlanCost, type PlannedDevice, planCost, plannedMatrix } from '@/engine/program/planCost';
import type { SparseMatrix } from '@/engine/types';
import { ShapesOnly } from '@/models/init';
import { NEURAL_MODELS } from '@/models/registry';
import type { Config, NeuralModelId, TrainingData } from '@/models/types';
import { emptyBatch } from './batches/emptyBatch';
import { listsToCome } from './neuralScorer';

/** Of the training part. */
export interface RunSizes {
  users: number;
  items: number;
  interactions: number;
  /** interactions of the item that has most */
  mostPopular: number;
}

/** @throws PlaygroundError 'shape' for a configuration that is not sound */
export function runCost(model: NeuralModelId, config: Config, sizes: RunSizes, device: PlannedDevice): PlanCost {
  const { users, items, interactions, mostPopular } = sizes;
  // Nobody has anything yet: sizes are told beside, and no graph is made of millions of pairs.
  const data: TrainingData = {
    numUsers: users,
    numItems: items,
    train: { offsets: new Int32Array(users + 1), items: new Int32Array(0) },
    popularity: new Int32Array(items),
  };
  const matrices: SparseMatrix[] = [];
  const built = NEURAL_MODELS[model](config, data, 0, ({ numRows, numColumns }) => {
    const matrix = plannedMatrix(
      { numRows, numColumns, numEntries: 2 * interactions, longestRow: mostPopular },
      device,
    );
    matrices.push(matrix);
    return matrix;
  });
  const parameters = Object.entries(built.initialParameters(new ShapesOnly()));
  return planCost(
    {
      shapes: Object.fromEntries(parameters.map(([name, { shape }]) => [name, shape])),
      batch: emptyBatch(built.batches),
      ...{ loss: built.loss, adam: built.adam, matrices },
      lists: listsToCome(built, data.train),
    },
    device,
  );
}
