/** What crosses the threads: types only. Two workers, both spoken to by Comlink; run events come over a MessagePort. */
import type { ProxyMarked } from 'comlink';
import type { SampleTruth } from '@/data/synthetic/truth';
import type { DatasetSummary, Item, PreparedDataset, PrepareSettings } from '@/data/types';
import type { PlanCost } from '@/engine/program/planCost';
import type { DeviceChoice, DeviceInfo, StepPath } from '@/engine/types';
import type {
  ItemErrors,
  Measured,
  MetricKey,
  MetricTable,
  OrderEffect,
  RankingScope,
  SignificanceOptions,
  Spread,
  UserComparison,
  UserExplanation,
  UserMetrics,
} from '@/eval/types';
import type { ErrorData } from '@/lib/errors';
import type { AttentionMaps } from '@/models/attention';
import type { InsideAnswer, InsideQuestion } from '@/models/inside';
import type { Config, NeuralModelId } from '@/models/types';
import type { Why } from '@/models/why';
import type { RunCard } from '@/storage/types';
import type { StepQuestion, StepTrial } from '@/train/oneStep/types';
import type { RunSizes } from '@/train/runCost';
import type { RunSnapshots } from '@/train/snapshots/types';
import type { EpochRecord, RunRequest, TrainerState } from '@/train/types';
import type { ImportService, MayTake } from './protocolImport';
import type { ExportService, ModelService, ParameterStore, StoreService } from './protocolStore';

/** A result or an error as data: Comlink would lose an error's code. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorData };

export interface ImportProgress {
  stage: 'opening' | 'reading' | 'preparing';
  rows: number;
  /** 0..1, null when unknown */
  fraction: number | null;
  /** null before it can be said */
  rowsPerSecond?: number | null;
  remainingMs?: number | null;
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

export interface Recommendation {
  itemIndex: number;
  score: number;
}

export interface Explanation {
  /** null for somebody on whom nothing was trained */
  userIndex: number | null;
  itemIndex: number;
  /** as the list shows it; `why.score` comes to the same by another way */
  score: number;
  /** from 1, among the films that the user has not seen */
  rank: number;
  numUnseen: number;
  why: Why;
  /** of the users on LightGCN's paths */
  userIds: Record<number, string>;
}

export interface Inside {
  answer: InsideAnswer;
  /** of the users that the answer names */
  userIds: Record<number, string>;
}

/** The list of somebody whom nothing was trained on. */
export interface MadeUpList {
  list: Recommendation[];
  /** that the model took, without waiting */
  elapsedMs: number;
}

/** A user's history, train and validation; or films of one's own, oldest first. */
export type SequenceOf = { user: number } | { items: number[] };

/** What a model that reads sequences expects after one of its films. */
export interface Expected {
  /** the best films that are not among those up to there */
  list: Recommendation[];
  /** where the film stands that was asked about, from 1 */
  asked: (Recommendation & { rank: number }) | null;
}

export interface Embedding {
  rows: number;
  dimensions: number;
  /** [rows * dimensions] */
  data: Float32Array;
}

export type RunStatus =
  | 'queued'
  | 'preparing'
  | 'running'
  | 'paused'
  | 'evaluating'
  | 'finished'
  | 'stopped'
  /** of an earlier session, and can go on from its checkpoint; only the page gives it */
  | 'interrupted'
  | 'failed';

export type RunEvent =
  | { type: 'status'; runId: string; status: RunStatus; numParameters?: number; stepsPerEpoch?: number }
  /** while the status is `preparing`: shaders compiled, of how many */
  | { type: 'preparing'; runId: string; done: number; total: number }
  /** how its steps run from now on */
  | { type: 'path'; runId: string; path: StepPath }
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
      /** until the last epoch; null before the first measure */
      remainingMs: number | null;
    }
  | { type: 'epoch'; runId: string; record: EpochRecord; evaluationMs: number }
  | {
      type: 'finished';
      runId: string;
      reason: 'completed' | 'early-stopped' | 'stopped';
      /** null for baselines */
      bestEpoch: number | null;
      /** of the best epoch */
      valid: MetricTable;
      test: MetricTable;
      inferenceMsPerUser: number;
      elapsedMs: number;
    }
  | { type: 'failed'; runId: string; error: ErrorData }
  /** text under `log.<key>` in the catalogue */
  | { type: 'log'; runId: string | null; key: string; values: Record<string, string | number> }
  | { type: 'device-lost'; error: ErrorData };

/** Questions about a run that both workers answer alike, each for the runs that it holds. */
export interface RunInspector {
  /**
   * Top-k for users; the run's own data set decides what is seen: train + validation. Until a run has ended it is train
   * alone, so that its lists are those that validation judges.
   */
  recommend(
    runId: string,
    users: number[],
    options: { k: number; excludeSeen: boolean },
  ): Promise<Outcome<Recommendation[][]>>;
  /**
   * Ranks (from 1; seen items excluded, ties count against the model) of given items for one user. Refuses items of the
   * user's test part before the run has ended.
   */
  ranks(runId: string, userIndex: number, items: number[]): Promise<Outcome<number[]>>;
  /** [numItems] raw scores */
  scoreAll(runId: string, userIndex: number): Promise<Outcome<Float32Array>>;
  /** null where a model has none of that kind */
  embeddings(runId: string, which: 'users' | 'items'): Promise<Outcome<Embedding | null>>;
  /**
   * Ranks and measures a run again, without training: other candidates, per user, by slices. Kept, so that asking again
   * answers at once. On 'test' only once the run has ended: nothing may be chosen by it. Progress counts users; the client
   * proxies it.
   */
  measure(
    runId: string,
    part: 'valid' | 'test',
    scope: RankingScope,
    onProgress?: (usersDone: number, usersTotal: number) => void,
  ): Promise<Outcome<Measured>>;
  /** Whoever waits for measures of this run hears 'cancelled'. */
  cancelMeasure(runId: string): Promise<void>;
  /** How far down each film stands where it was held out on test; once the run has ended. */
  itemErrors(runId: string): Promise<Outcome<ItemErrors>>;
  /** One user's list with what the user's metrics are computed from. */
  explainUser(
    runId: string,
    userIndex: number,
    part: 'valid' | 'test',
    scope: RankingScope,
  ): Promise<Outcome<UserExplanation>>;
  /** Why a film stands where it does in a user's list, with the parameters of the moment. */
  why(runId: string, userIndex: number, itemIndex: number): Promise<Outcome<Explanation>>;
  /** Why a film stands where it does in the list of somebody with this history, as `recommendTo` gives it. */
  whyTo(runId: string, items: number[], itemIndex: number): Promise<Outcome<Explanation>>;
  /** What happens inside a neural model on the way to a score, with the parameters of the moment. */
  inside(runId: string, question: InsideQuestion): Promise<Outcome<Inside>>;
  /** What a training step on one element would do, tried on a copy of the parameters: the run goes on untouched. */
  tryStep(runId: string, question: StepQuestion): Promise<Outcome<StepTrial>>;
  /** What somebody with this history, oldest first, would be shown: the k best films that are not in it. */
  recommendTo(runId: string, items: number[], k: number): Promise<Outcome<MadeUpList>>;
  /**
   * What a model with attention looks at in a sequence, in every block and head, with the parameters of the moment.
   * Refused with 'invalid-config' by models without.
   */
  attention(runId: string, of: SequenceOf): Promise<Outcome<AttentionMaps>>;
  /**
   * What it expects after one of the films it reads.
   * @param place among `AttentionMaps.items`, from 0
   * @param item a film whose place in the list is wanted, or null
   */
  expectedAfter(
    runId: string,
    of: SequenceOf,
    place: number,
    k: number,
    item: number | null,
  ): Promise<Outcome<Expected>>;
  /** A user's NDCG@10 on test, as watched and with what the model reads shuffled; only once the run has ended. */
  orderEffect(runId: string, userIndex: number, times: number, seed: number): Promise<Outcome<OrderEffect>>;
}

/** A part of a worker's service, reached as `service.inspector`: Comlink hands out references to it. */
export type Inspector = RunInspector & ExportService & ProxyMarked;

/** What both workers do with the runs that they hold. */
export interface RunHolder {
  readonly inspector: Inspector;
  /** Takes a queued run out, or forgets an ended one. */
  remove(runId: string): Promise<void>;
}

/** What the page asks about data. */
export interface DataService extends ImportService {
  loadSample(settings: PrepareSettings, mayTake?: MayTake): Promise<Outcome<DatasetSummary>>;
  /** Prepares the table in use again with other settings. */
  prepare(settings: PrepareSettings): Promise<Outcome<DatasetSummary>>;
  items(datasetKey: string): Promise<Item[]>;
  /** [numItems] training interactions */
  popularity(datasetKey: string): Promise<Int32Array>;
  userHistory(datasetKey: string, userIndex: number): Promise<UserHistory>;
  /** Users whose id starts with the query, or who have an item whose title contains it (`because` names it). */
  searchUsers(datasetKey: string, query: string, limit: number): Promise<UserMatch[]>;
  /** What was planted in the sample; null for other data, of which nobody knows such a thing. */
  sampleTruth(datasetKey: string): Promise<Outcome<SampleTruth | null>>;
}

export interface UserMatch {
  userIndex: number;
  userId: string;
  numInteractions: number;
  because: string | null;
}

/** Statistics on what `measure` gave for each user, of runs in either worker. */
export interface StatisticsService {
  /** Is b better than a? Over the users that both have. */
  compareUsers(
    a: UserMetrics,
    b: UserMetrics,
    metric: MetricKey,
    options: SignificanceOptions,
  ): Promise<Outcome<UserComparison>>;
  /** Each of several runs against one, with Holm's correction over all of them. */
  compareSeveral(
    reference: UserMetrics,
    others: UserMetrics[],
    metric: MetricKey,
    options: SignificanceOptions,
  ): Promise<Outcome<UserComparison[]>>;
  /** One model trained with several seeds on the same users. */
  spread(runs: UserMetrics[], metric: MetricKey): Promise<Outcome<Spread>>;
}

/** The CPU worker: files, data sets, baselines. */
export interface CpuService extends DataService, RunHolder, StatisticsService, StoreService {
  /** The GPU worker fetches prepared data sets through this port: the page never holds the arrays. */
  connectGpu(port: MessagePort): Promise<void>;
  connectEvents(port: MessagePort): Promise<void>;
  /** Fits a baseline and evaluates it; its events end with `finished`, `failed`, or status `stopped`. */
  fitBaseline(request: RunRequest): Promise<void>;
  /** Gives up a baseline that is being fitted. */
  stop(runId: string): Promise<void>;
}

/** What the GPU worker asks of the CPU worker through the port. */
export interface DatasetSource extends ParameterStore {
  prepared(datasetKey: string): Promise<PreparedDataset>;
}

/** How queued runs share the device. */
export type QueueMode = 'one-after-another' | 'race';

/** The page's grip on training. */
export interface Transport {
  play(): Promise<void>;
  /** Acknowledged at once, effective after the step in flight. */
  pause(): Promise<void>;
  stepBatch(): Promise<void>;
  stepEpoch(): Promise<void>;
  /** Ends a run, restores its best epoch, evaluates test; a baseline is given up. */
  stop(runId: string): Promise<void>;
  setQueueMode(mode: QueueMode): Promise<void>;
}

/** A neural run that is not there yet. */
export interface PlanRequest {
  model: NeuralModelId;
  /** sound */
  config: Config;
  sizes: RunSizes;
}

/** The past of runs. */
export interface SnapshotService {
  /** Lists, ranks and maps at the ends of a run's epochs; null where none were kept, as of baselines. */
  snapshots(runId: string): Promise<Outcome<RunSnapshots | null>>;
  /** Runs on these data, also those under way, keep this user's lists from their next epoch on. */
  watchUser(datasetKey: string, userIndex: number): Promise<void>;
}

/** The GPU worker: one device, a queue of runs. */
export interface GpuService extends SnapshotService, RunHolder, Transport, ModelService {
  connectCpu(port: MessagePort): Promise<void>;
  /** RunEvents go out over this port. */
  connectEvents(port: MessagePort): Promise<void>;
  openDevice(choice: DeviceChoice): Promise<Outcome<DeviceInfo>>;
  /** What a run would take on the device; on a usual one where none is open. Starts nothing. */
  plan(request: PlanRequest): Promise<Outcome<PlanCost>>;
  /** Adds a run to the end of the queue; it trains when its turn comes and the queue plays. */
  enqueue(request: RunRequest): Promise<Outcome<null>>;
  saveState(runId: string): Promise<Outcome<TrainerState>>;
  restoreState(state: TrainerState): Promise<Outcome<null>>;
}

/** Both workers as the page sees them (`worker/client.ts`); requests go to whichever holds the run. */
export interface PlaygroundClient
  extends DataService,
    RunInspector,
    StatisticsService,
    Transport,
    StoreService,
    ExportService,
    SnapshotService,
    Pick<RunHolder, 'remove'>,
    Pick<GpuService, 'plan'>,
    Pick<ModelService, 'resumeRun' | 'modelFile'> {
  openDevice(choice: DeviceChoice): Promise<Outcome<DeviceInfo>>;
  /** Neural models join the queue, baselines are fitted at once. */
  startRun(request: RunRequest): Promise<Outcome<null>>;
  /** Names runs of an earlier session or of a file, so that they can be asked about. */
  restoreRuns(runs: RunCard[]): Promise<void>;
  onEvent(listener: (event: RunEvent) => void): () => void;
}
