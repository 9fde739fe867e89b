/**
 * What stays in this browser, and what leaves it as a file, as the page sees it. The CPU worker alone opens the
 * database: it has the data sets, and the GPU worker hands parameters over by the port that data sets come through.
 */
import type { DatasetSummary, PrepareSettings } from '@/data/types';
import type { HostArrays } from '@/engine/types';
import type { ModelId } from '@/models/types';
import type { Difference } from '@/storage/modelFile';
import type { BrokenFile } from '@/storage/safetensors';
import type { RunCard, SavedDataset, SavedParameters, SavedRun, SaveProblem } from '@/storage/types';
import type { RunSnapshots } from '@/train/snapshots/types';
import type { RunRequest, TrainerState } from '@/train/types';
import type { ImportProgress, Outcome } from './protocol';
import type { MayTake } from './protocolImport';

export type { Difference, IdCount } from '@/storage/modelFile';
export type { BrokenFile } from '@/storage/safetensors';
export type { RunCard, SavedDataset, SavedRun, SaveProblem } from '@/storage/types';

/** How keeping goes. */
export interface SavingState {
  /** as the person wants it */
  keeping: boolean;
  /** why the last thing could not be kept; work goes on without */
  problem: { what: SaveProblem; message: string } | null;
  /** when something was kept last in this session, milliseconds since 1970 */
  savedAt: number | null;
  /** grows whenever something was kept or deleted, here or in another tab */
  version: number;
}

/** A run that is kept, as a line of a list. */
export interface SavedRunLine {
  id: string;
  label: string;
  model: ModelId;
  /** `elsewhere`: another tab trains it now */
  status: 'finished' | 'unfinished' | 'elsewhere';
  /** epochs done */
  epochs: number;
  fromFile: string | null;
  sizeBytes: number;
  savedAt: number;
}

export interface SavedList {
  /** data sets used last first, their runs newest first */
  groups: { dataset: SavedDataset; runs: SavedRunLine[] }[];
  /** what this page's origin takes and may take; null where the browser does not say */
  use: { usedBytes: number; quotaBytes: number } | null;
  /** why nothing can be read */
  problem: SaveProblem | null;
}

export interface OpenedDataset {
  summary: DatasetSummary;
  /** all that were kept on these data, those that another tab trains left out */
  runs: SavedRun[];
}

/** What became of a model file. */
export type LoadedModel =
  | { step: 'done'; run: RunCard }
  | { step: 'broken'; what: BrokenFile; details: Record<string, string | number> }
  /** `settings` would make the data in use into those of the model; null where they are other data */
  | { step: 'differs'; differences: Difference[]; settings: PrepareSettings | null };

type OnProgress = (fraction: number) => void;

/** Both workers' answers are the same: `worker/client.ts` asks whichever holds the run. */
export interface ExportService {
  /** The best k for every user as CSV: user, rank, item, title, score. */
  topKCsv(runId: string, k: number, onProgress: OnProgress): Promise<Outcome<Blob>>;
  /** Whoever waits for an export of this run hears 'cancelled'. */
  cancelTopKCsv(runId: string): Promise<void>;
}

/** What the CPU worker does for the page. */
export interface StoreService {
  /** Whether to keep things from now on; what is kept already stays. */
  keep(on: boolean): Promise<void>;
  /** Calls back now and at every change. */
  watchSaving(onChange: (state: SavingState) => void): Promise<void>;
  listSaved(): Promise<SavedList>;
  /** Uses a data set that is kept; its runs can be asked about as if they had just ended. An import like any other. */
  openSaved(
    datasetId: string,
    onProgress: (progress: ImportProgress) => void,
    mayTake?: MayTake,
  ): Promise<Outcome<OpenedDataset>>;
  /** Keeps what the page knows of a run, and the parameters of one that has ended. */
  saveRun(run: RunCard): Promise<void>;
  deleteSavedRun(runId: string): Promise<Outcome<null>>;
  /** With all runs on it. */
  deleteSavedDataset(datasetId: string): Promise<Outcome<null>>;
  /** Leaves no database behind, and keeps nothing more until the page is loaded again. */
  deleteEverything(): Promise<Outcome<null>>;
  /** Reads a model file for the data of this key. */
  loadModel(file: Blob, fileName: string, datasetKey: string): Promise<Outcome<LoadedModel>>;
  /** All interactions with their part as CSV: user, item, rating, timestamp, part. */
  preparedCsv(datasetKey: string, onProgress: OnProgress): Promise<Outcome<Blob>>;
  cancelPreparedCsv(): Promise<void>;
}

/** What the GPU worker does for it. */
export interface ModelService {
  /** Names runs that have ended earlier: their parameters are fetched when somebody asks about them. */
  shelve(runs: { request: RunRequest; epochs: number }[]): Promise<void>;
  /** Queues a run again from its checkpoint. */
  resumeRun(runId: string): Promise<Outcome<null>>;
  /** Hands a run that has ended to the CPU worker with its parameters. */
  keepRun(run: RunCard): Promise<void>;
  /** A run that has ended as a safetensors file. */
  modelFile(run: RunCard): Promise<Outcome<Blob>>;
}

/** What the GPU worker asks of the CPU worker about what is kept. */
export interface ParameterStore {
  /** Reading a state back from the device costs time: is it wanted? */
  wantsCheckpoint(): Promise<boolean>;
  checkpoint(state: TrainerState): Promise<void>;
  keepRun(run: RunCard, values: HostArrays, snapshots: RunSnapshots | null): Promise<void>;
  /** @returns null if none are kept */
  parameters(runId: string): Promise<SavedParameters | null>;
  /** @returns null if none are kept */
  snapshots(runId: string): Promise<RunSnapshots | null>;
}
