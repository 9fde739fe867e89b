/** What the storage room passes on: data sets and runs as they are kept, and what can go wrong with keeping them. */
import type { DatasetSummary, InteractionTable } from '@/data/types';
import type { HostArrays, StepPath } from '@/engine/types';
import type { MetricTable } from '@/eval/types';
import type { RunSnapshots } from '@/train/snapshots/types';
import type { EpochRecord, RunRequest, TrainerState } from '@/train/types';

/**
 * Why something could not be kept; texts under `saved:problem.<problem>`. `full`: the browser's share of the disk is
 * used up. `unavailable`: there is no storage (private window, forbidden, broken profile). `newer`: another tab runs a
 * newer version of this page. `blocked`: another tab with an older version holds the storage. `deleted`: another tab
 * deleted everything, and this one must not bring it back. `failed`: anything else.
 */
export const SAVE_PROBLEMS = ['full', 'unavailable', 'newer', 'blocked', 'deleted', 'failed'] as const;
export type SaveProblem = (typeof SAVE_PROBLEMS)[number];

/** A data set that is kept, without its rows. */
export interface SavedDataset {
  /** of the table, whatever its settings: see `datasetIdOf` */
  id: string;
  /** as prepared last; its `settings` are those that were in use */
  summary: DatasetSummary;
  /** of the rows; 0 for the sample, which is made again */
  sizeBytes: number;
  /** milliseconds since 1970, both */
  savedAt: number;
  usedAt: number;
}

/** How a run ended. */
export interface RunResult {
  reason: 'completed' | 'early-stopped' | 'stopped';
  /** null for baselines */
  bestEpoch: number | null;
  valid: MetricTable;
  test: MetricTable;
  inferenceMsPerUser: number;
  elapsedMs: number;
}

/** A run as the page knows it, without its parameters. */
export interface RunCard {
  /** the run's id, unique over all sessions */
  id: string;
  label: string;
  request: RunRequest;
  /** the data set as it was when the run was asked for */
  dataset: DatasetSummary;
  neural: boolean;
  numParameters: number | null;
  stepsPerEpoch: number | null;
  /** how its steps ran; missing in cards from before it was kept */
  path?: StepPath | null;
  history: EpochRecord[];
  lossPoints: { epoch: number; loss: number }[];
  /** null for a run that can go on from a checkpoint */
  finished: RunResult | null;
  sweep: { id: string; parameter: string } | null;
  /** the model file it was loaded from; null for a run trained here */
  fromFile: string | null;
  /** milliseconds since 1970 */
  createdAt: number;
}

/** A run that is kept. */
export interface SavedRun extends RunCard {
  /** `datasetIdOf` its data */
  datasetId: string;
  /** of its parameters; 0 for baselines, which are fitted again */
  sizeBytes: number;
  savedAt: number;
}

/** What a run's numbers are made of: of its best epoch when it has ended, else all that is needed to go on. */
export type SavedParameters =
  /** snapshots are missing for runs that were kept before there were any, and for those from files */
  { kind: 'model'; values: HostArrays; snapshots?: RunSnapshots | null } | { kind: 'checkpoint'; state: TrainerState };

/** A data set with the runs on it, newest first. */
export interface SavedGroup {
  dataset: SavedDataset;
  runs: SavedRun[];
}

/** Rows and settings of a data set that is kept; the sample has no rows here. */
export interface StoredDataset {
  dataset: SavedDataset;
  table: InteractionTable | null;
}
