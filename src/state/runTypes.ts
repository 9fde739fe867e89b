/** What the page keeps of each run: folded from the worker's events, plain data only. */
import { keyBeforeRefit } from '@/data/refitKey';
import type { DatasetSummary } from '@/data/types';
import type { StepPath } from '@/engine/types';
import type { MetricTable } from '@/eval/types';
import type { ErrorData } from '@/lib/errors';
import type { EpochRecord, RunRequest } from '@/train/types';
import type { QueueMode, RunEvent, RunStatus } from '@/worker/protocol';

/** The latest `progress` event of a run. */
export type RunProgress = Omit<Extract<RunEvent, { type: 'progress' }>, 'type' | 'runId'>;

/** A point of the loss curve within an epoch. */
export interface LossPoint {
  /** full epochs done plus the share of the current one */
  epoch: number;
  /** mean loss of that epoch so far */
  loss: number;
}

export interface FinishedInfo {
  reason: 'completed' | 'early-stopped' | 'stopped';
  /** null for baselines */
  bestEpoch: number | null;
  /** both of the best epoch */
  valid: MetricTable;
  test: MetricTable;
  inferenceMsPerUser: number;
  elapsedMs: number;
}

/** Runs that differ in one parameter, started together. */
export interface SweepTag {
  id: string;
  /** a parameter of the model, or `seed` */
  parameter: string;
}

export interface Run {
  id: string;
  request: RunRequest;
  /** the model's name, numbered from its second run on the same data: a name, not translated */
  label: string;
  /** the data set as it was when the run was asked for */
  dataset: DatasetSummary;
  /** false for baselines, which are fitted at once */
  neural: boolean;
  status: RunStatus;
  /** null until the model is built */
  numParameters: number | null;
  stepsPerEpoch: number | null;
  progress: RunProgress | null;
  /** shaders compiled, of how many; null unless they are being compiled */
  preparing: { done: number; total: number } | null;
  /** how its steps run; null before the first, for baselines, and for runs from before it was kept */
  path: StepPath | null;
  history: EpochRecord[];
  /** at most MAX_LOSS_POINTS, oldest first */
  lossPoints: LossPoint[];
  /** samples per second, the latest MAX_SPEEDS measures, oldest first */
  speeds: number[];
  finished: FinishedInfo | null;
  error: ErrorData | null;
  /** left out of the charts by the user */
  hidden: boolean;
  /** null for a run of its own */
  sweep: SweepTag | null;
  /** the model file it was loaded from; null for a run trained in this browser */
  fromFile: string | null;
  /** milliseconds since 1970 */
  createdAt: number;
}

/** What a run knows before the worker's first event. Its arrays are never changed in place. */
export const UNSTARTED = {
  status: 'queued',
  numParameters: null,
  stepsPerEpoch: null,
  progress: null,
  preparing: null,
  path: null,
  history: [],
  lossPoints: [],
  speeds: [],
  finished: null,
  error: null,
  hidden: false,
  sweep: null,
  fromFile: null,
} satisfies Partial<Run>;

/** One line of the log; its text is `train:log.<key>`. */
export interface LogEntry {
  id: number;
  /** milliseconds since 1970 */
  time: number;
  runId: string | null;
  key: string;
  values: Record<string, string | number>;
}

/** The part of the store that events change. */
export interface RunsState {
  runs: Run[];
  /** the run that the transport's counter and the live list follow */
  activeRunId: string | null;
  /** whether the queue plays, as the user asked */
  playing: boolean;
  queueMode: QueueMode;
  /** the latest MAX_LOG entries, oldest first */
  log: LogEntry[];
}

export const MAX_LOSS_POINTS = 400;
export const MAX_SPEEDS = 60;
export const MAX_LOG = 200;

/** Whether a run knows the users and items of this data set: trained on its training part, or refitted with validation. */
export function isOnData(run: Run, datasetKey: string | null | undefined): boolean {
  const { datasetKey: own } = run.request;
  return own === datasetKey || keyBeforeRefit(own) === datasetKey;
}

/** Nothing more will come from a run with one of these. */
export function hasEnded(status: RunStatus): boolean {
  return status === 'finished' || status === 'stopped' || status === 'failed' || status === 'interrupted';
}

/** A run whose parameters will still change: it trains, waits or rests. */
export function isInTraining(run: Run): boolean {
  return run.neural && !hasEnded(run.status);
}

/** The device works on the run now. */
export function isWorking(status: RunStatus): boolean {
  return status === 'preparing' || status === 'running' || status === 'evaluating';
}
