/** What crosses the threads: types only. Two workers, both spoken to by Comlink; run events come over a MessagePort. */
import type { DatasetSummary, Item, PrepareSettings } from '@/data/types';
import type { DeviceChoice, DeviceInfo } from '@/engine/types';
import type { MetricTable } from '@/eval/types';
import type { ErrorData } from '@/lib/errors';
import type { BaselineId } from '@/models/types';
import type { EpochRecord, RunRequest, TrainerState } from '@/train/types';

/** A result or an error as data: Comlink would lose an error's code. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorData };

export interface ImportProgress {
  stage: 'opening' | 'reading' | 'preparing';
  rows: number;
  /** 0..1, null when unknown */
  fraction: number | null;
}

export interface UserHistory {
  userIndex: number;
  userId: string;
  /** oldest first */
  train: HistoryEntry[];
  valid: HistoryEntry[];
  test: HistoryEntry[];
}
export interface HistoryEntry {
  itemIndex: number;
  rating: number;
  /** seconds since 1970 */
  time: number | null;
}

/** The CPU worker: reads files, prepares data sets, answers questions about them. */
export interface CpuService {
  /** A port to the GPU worker, which fetches prepared data sets through it (the page never holds the arrays). */
  connectGpu(port: MessagePort): void;
  /** Reads a dropped file. Nothing that was loaded before changes, whatever happens. Keeps the table until replaced by `adopt`. */
  importFile(
    file: File,
    settings: PrepareSettings,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Outcome<DatasetSummary>>;
  loadSample(settings: PrepareSettings): Promise<Outcome<DatasetSummary>>;
  /** Prepares the table in use again with other settings. */
  prepare(settings: PrepareSettings): Promise<Outcome<DatasetSummary>>;
  cancelImport(): void;
  items(datasetKey: string): Promise<Item[]>;
  /** [numItems] training interactions */
  popularity(datasetKey: string): Promise<Int32Array>;
  userHistory(datasetKey: string, userIndex: number): Promise<UserHistory>;
  /** Users whose id starts with the query, or who have an item whose title contains it; at most `limit`. */
  searchUsers(datasetKey: string, query: string, limit: number): Promise<{ userIndex: number; userId: string; numInteractions: number; because: string | null }[]>;
}

/** What the GPU worker asks of the CPU worker through the port. */
export interface DatasetSource {
  prepared(datasetKey: string): Promise<import('@/data/types').PreparedDataset>;
}

export type RunStatus = 'queued' | 'preparing' | 'running' | 'paused' | 'evaluating' | 'finished' | 'stopped' | 'failed';

export type RunEvent =
  | { type: 'status'; runId: string; status: RunStatus; numParameters?: number; stepsPerEpoch?: number }
  | {
      type: 'progress';
      runId: string;
      /** current epoch from 1, and steps done in it */
      epoch: number;
      stepInEpoch: number;
      stepsPerEpoch: number;
      epochs: number;
      /** mean loss of the epoch so far */
      trainLoss: number | null;
      samplesPerSecond: number;
      /** until the last epoch, null before the first measure */
      remainingMs: number | null;
    }
  | { type: 'epoch'; runId: string; record: EpochRecord; evaluationMs: number }
  | {
      type: 'finished';
      runId: string;
      reason: 'completed' | 'early-stopped' | 'stopped';
      bestEpoch: number | null;
      test: MetricTable;
      inferenceMsPerUser: number;
      elapsedMs: number;
    }
  | { type: 'failed'; runId: string; error: ErrorData }
  | { type: 'log'; runId: string | null; key: string; values: Record<string, string | number> }
  | { type: 'device-lost'; error: ErrorData };

export interface Recommendation {
  itemIndex: number;
  score: number;
}

export interface Embedding {
  rows: number;
  dimensions: number;
  data: Float32Array;
}

/** The GPU worker: one device, a queue of runs. */
export interface GpuService {
  connectCpu(port: MessagePort): void;
  /** RunEvents go out over this port. */
  connectEvents(port: MessagePort): void;
  openDevice(choice: DeviceChoice): Promise<Outcome<DeviceInfo>>;
  /** Adds a run to the end of the queue; training starts when it is its turn and the queue plays. */
  enqueue(request: RunRequest): Promise<Outcome<void>>;
  /** Transport, for the run in front of the queue. Pause is acknowledged at once and effective after the step in flight. */
  play(): Promise<void>;
  pause(): Promise<void>;
  stepBatch(): Promise<void>;
  stepEpoch(): Promise<void>;
  /** Ends the run in front, restores the best epoch, evaluates test. */
  stop(runId: string): Promise<void>;
  /** Takes a queued run out, or forgets a finished one. */
  remove(runId: string): Promise<void>;
  baseline(id: BaselineId, datasetKey: string): Promise<Outcome<{ valid: MetricTable; test: MetricTable; random: MetricTable }>>;
  /** Top-k of a run (or 'popularity') for users; the run's own data set decides what is seen. */
  recommend(
    runId: string,
    users: number[],
    options: { k: number; excludeSeen: boolean },
  ): Promise<Outcome<Recommendation[][]>>;
  /** Ranks (from 1, seen items excluded, ties against the model) of given items for one user. */
  ranks(runId: string, userIndex: number, items: number[]): Promise<Outcome<number[]>>;
  embeddings(runId: string, which: 'users' | 'items'): Promise<Outcome<Embedding | null>>;
  scoreAll(runId: string, userIndex: number): Promise<Outcome<Float32Array>>;
  saveState(runId: string): Promise<Outcome<TrainerState>>;
  restoreState(state: TrainerState): Promise<Outcome<void>>;
}
