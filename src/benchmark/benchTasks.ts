/** The steps that are timed, at the defaults of the handbook. */
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { Config, NeuralModelId } from '@/models/types';
import type { BenchSizes, BenchTask } from './types';

/** Four fifths of MovieLens are for training. */
export const ML_100K: BenchSizes = { numUsers: 943, numItems: 1682, numInteractions: 80_000 };
export const ML_1M: BenchSizes = { numUsers: 6040, numItems: 3706, numInteractions: 800_000 };

/** Each model on the set, and with the loss, that figures are usually given for. */
export const STEP_TASKS: readonly BenchTask[] = [
  benchTask('neumf', ML_100K),
  benchTask('lightgcn', ML_1M),
  benchTask('sasrec', ML_100K, { loss: 'bce' }),
];

/** The same for the thread's own work, which does not grow with the data. */
export const JS_TASKS: readonly BenchTask[] = STEP_TASKS.map((task) => ({ ...task, ...ML_100K }));

export function benchTask(model: NeuralModelId, sizes: BenchSizes, changes: Config = {}): BenchTask {
  return { model, ...sizes, config: { ...defaultConfig(modelSpec(model)), ...changes } };
}
