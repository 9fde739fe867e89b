/** What all contenders of a task get: a model, its first parameters, and a few batches. */
import type { HostArray, HostArrays, SparseMatrix } from '@/engine/types';
import type { CsrMatrix } from '@/lib/csr';
import { NEURAL_MODELS } from '@/models/registry';
import type { NeuralModel, TrainingData } from '@/models/types';
import { createBatchSource } from '@/train/batches';
import { benchData, firstInteractions } from './benchData';
import type { BenchTask } from './types';

const SEED = 1;
/** Batches repeat after so many steps. */
const NUM_BATCHES = 8;
/** Beyond so many, batches are drawn from the first interactions only. */
const MOST_DRAWN = 200_000;

export interface PreparedTask {
  data: TrainingData;
  model: NeuralModel;
  values: HostArrays;
  /** of an epoch */
  steps: number;
  /** @param step any number */
  batch(step: number): HostArrays;
}

/** @param sparse uploads the graph, where the model has one */
export function prepareTask(task: BenchTask, sparse: (matrix: CsrMatrix) => SparseMatrix): PreparedTask {
  const data = benchData(task);
  const model = NEURAL_MODELS[task.model](task.config, data, SEED, sparse);
  const source = createBatchSource(model.batches, firstInteractions(data, MOST_DRAWN), SEED);
  const epoch = source.epoch(0);
  const batches = Array.from({ length: Math.min(NUM_BATCHES, epoch.steps) }, (_, step) => epoch.batch(step));
  const drawnShare = Math.min(1, MOST_DRAWN / data.train.items.length);
  return {
    data,
    model,
    values: model.initialParameters(),
    steps: model.batches.kind === 'sequence' ? source.stepsPerEpoch : Math.round(source.stepsPerEpoch / drawnShare),
    batch: (step) => batches[step % batches.length],
  };
}

export function countNumbers(values: HostArrays): number {
  return Object.values(values).reduce((sum, { data }: HostArray) => sum + data.length, 0);
}
