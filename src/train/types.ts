/** A run's life, and the trainer's whole state as one value that can be saved and sent. */
import type { ParameterState, StepPath } from '@/engine/types';
import type { MetricKey, MetricTable } from '@/eval/types';
import type { Config, ModelId } from '@/models/types';
import type { RunSnapshots } from './snapshots/types';

export interface EarlyStopping {
  enabled: boolean;
  metric: MetricKey;
  /** epochs without a new best and without a new lowest validation loss */
  patience: number;
}

export const DEFAULT_EARLY_STOPPING: EarlyStopping = { enabled: true, metric: 'ndcg@10', patience: 5 };

/** What a run is asked to do. */
export interface RunRequest {
  runId: string;
  model: ModelId;
  config: Config;
  seed: number;
  /** `DatasetSummary.key` */
  datasetKey: string;
  earlyStopping: EarlyStopping;
}

/** One epoch as it ended. */
export interface EpochRecord {
  /** from 1 */
  epoch: number;
  trainLoss: number;
  validLoss: number | null;
  metrics: MetricTable;
  /** training time up to here, without pauses and evaluation */
  elapsedMs: number;
  samplesSeen: number;
  isBest: boolean;
}

/** Everything that is needed to go on later as if nothing had happened. Structured-cloneable. */
export interface TrainerState {
  version: 1;
  request: RunRequest;
  /** full epochs done */
  epoch: number;
  /** steps done within the current epoch */
  stepInEpoch: number;
  parameters: ParameterState;
  history: EpochRecord[];
  best: { epoch: number; value: number; parameters: ParameterState['values'] } | null;
  elapsedMs: number;
  samplesSeen: number;
  /** running mean of the unfinished epoch's loss */
  epochLoss: { sum: number; steps: number };
  /** how its latest steps ran; missing before the first one, and in states from before it was kept */
  path?: StepPath;
  /** what lists and map were; missing in states from before such a thing was kept */
  snapshots?: RunSnapshots | null;
}
