/**
 * The runs as the page knows them: asks the worker for what the user wants, and folds the worker's events into state.
 * Events come about ten times a second from each run; they are folded together, so that no render storm reaches the main
 * thread, and more of them where the page and the training share a processor.
 */
import { create } from 'zustand';
import { refitKey } from '@/data/refitKey';
import type { DatasetSummary } from '@/data/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import { newId } from '@/lib/newId';
import { modelSpec } from '@/models/catalog';
import { applyPreset, type ConfigProblem, defaultConfig, validateConfig } from '@/models/config';
import type { BaselineId, Config, ModelId } from '@/models/types';
import { DEFAULT_EARLY_STOPPING, type EarlyStopping } from '@/train/types';
import type { Outcome, PlaygroundClient, QueueMode, RunEvent } from '@/worker/protocol';
import type { RunCard } from '@/worker/protocolStore';
import { chosenUserIndex } from './chosenUser';
import { getClient } from './client';
import { useDataset } from './dataset';
import { useDevice } from './device';
import { foldEvent } from './foldEvent';
import { runOfCard } from './runCards';
import { hasEnded, type Run, type RunsState, type SweepTag, UNSTARTED } from './runTypes';

export * from './runTypes';

const UPDATE_MS = 100;
/** Between updates that say no more than how far a run is, while it trains on the processor that draws the page. */
const SOFTWARE_UPDATE_MS = 400;
const DEFAULT_SEED = 42;
/** Fitted for every data set that a neural run uses: the lines that its curve must beat. */
const ALWAYS_FITTED: BaselineId[] = ['popularity', 'random'];
/** Up to so many items EASE is fitted too: it takes seconds then, and half a minute on MovieLens 1M. */
const EASE_UP_TO_ITEMS = 2000;

export interface RunWish {
  model: ModelId;
  config: Config;
  seed?: number;
  earlyStopping?: EarlyStopping;
  sweep?: SweepTag;
  /** on train + validation, for as many epochs as configured */
  refit?: boolean;
}

/** What a duplicate changes; what is not named stays as it was. */
export interface RunChange {
  config?: Partial<Config>;
  seed?: number;
  earlyStopping?: EarlyStopping;
}

interface RunsStore extends RunsState {
  /**
   * Adds a run on the data set in use, and the baselines where that data has none yet.
   * @returns the run's id, or why it could not be started (`invalid-config` lists the problems)
   */
  startRun(wish: RunWish): Promise<Outcome<string>>;
  /** NeuMF's quick preset with the baselines, playing: the one click from the first screen to a curve. */
  startFirstRun(): Promise<Outcome<string>>;
  play(): Promise<void>;
  pause(): Promise<void>;
  stepBatch(): Promise<void>;
  stepEpoch(): Promise<void>;
  /** Ends a run and keeps its best epoch; the active run where none is named. */
  stop(runId?: string): Promise<void>;
  remove(runId: string): Promise<void>;
  /** A new run like another, on the data set in use. */
  duplicate(runId: string, change: RunChange): Promise<Outcome<string>>;
  setQueueMode(mode: QueueMode): Promise<void>;
  /** Lists runs of an earlier session or of a file; those that are listed already stay as they are. */
  restore(cards: RunCard[]): Promise<void>;
  /** Lets a run of an earlier session go on from its checkpoint. */
  resume(runId: string): Promise<Outcome<null>>;
  /** Which run the counter and the live list follow. */
  setActive(runId: string): void;
  setHidden(runId: string, hidden: boolean): void;
}

export const useRuns = create<RunsStore>()((set, get) => ({
  runs: [],
  activeRunId: null,
  playing: false,
  queueMode: 'one-after-another',
  log: [],

  async startRun(wish) {
    const inUse = useDataset.getState().summary;
    if (inUse === null) {
      return failure({ code: 'unknown', message: 'There is no data set to train on', details: {} });
    }
    const problems = validateConfig(modelSpec(wish.model), wish.config).filter(isFatal);
    if (problems.length > 0) {
      return failure({
        code: 'invalid-config',
        message: `${wish.model}: ${problems.map((problem) => problem.parameter).join(', ')}`,
        details: { parameters: problems.map((problem) => problem.parameter) },
      });
    }
    const dataset = wish.refit ? { ...inUse, key: refitKey(inUse.key), refit: true } : inUse;
    const started = await enqueue(dataset, wish);
    // What is refitted is compared with what is refitted, on purpose and one by one.
    if (wish.refit) return started;
    for (const baseline of baselinesFor(dataset)) {
      const exists = get().runs.some(
        (run) => run.request.model === baseline && run.request.datasetKey === dataset.key && run.status !== 'failed',
      );
      if (!exists) {
        await enqueue(dataset, { model: baseline, config: defaultConfig(modelSpec(baseline)) });
      }
    }
    return started;
  },

  async startFirstRun() {
    const started = await get().startRun({ model: 'neumf', config: applyPreset(modelSpec('neumf'), 'quick') });
    if (started.ok) {
      await get().play();
    }
    return started;
  },

  async play() {
    set({ playing: true });
    // Opening a device takes a moment: the user may have paused in between.
    if ((await deviceIsOpen()) && get().playing) {
      await (await connected()).play();
    }
  },

  async pause() {
    set({ playing: false });
    await (await connected()).pause();
  },

  async stepBatch() {
    set({ playing: false });
    if (await deviceIsOpen()) {
      await (await connected()).stepBatch();
    }
  },

  async stepEpoch() {
    set({ playing: false });
    if (await deviceIsOpen()) {
      await (await connected()).stepEpoch();
    }
  },

  async stop(runId) {
    const target = runId ?? get().activeRunId;
    if (target !== null) {
      await (await connected()).stop(target);
    }
  },

  async remove(runId) {
    await (await connected()).remove(runId);
    set((state) => {
      const runs = state.runs.filter((candidate) => candidate.id !== runId);
      return { runs, activeRunId: state.activeRunId === runId ? successor(runs) : state.activeRunId };
    });
  },

  async duplicate(runId, change) {
    const original = get().runs.find((run) => run.id === runId);
    if (original === undefined) {
      return failure({ code: 'unknown', message: `There is no run ${runId}`, details: {} });
    }
    const { model, config, seed, earlyStopping } = original.request;
    return get().startRun({
      model,
      config: { ...config, ...change.config } as Config,
      seed: change.seed ?? seed,
      earlyStopping: change.earlyStopping ?? earlyStopping,
    });
  },

  async setQueueMode(queueMode) {
    set({ queueMode });
    await (await connected()).setQueueMode(queueMode);
  },

  async restore(cards) {
    const missing = cards.filter(({ id }) => !get().runs.some((run) => run.id === id));
    await (await connected()).restoreRuns(missing);
    set((state) => {
      const runs = [...state.runs, ...missing.map(runOfCard)].toSorted((a, b) => a.createdAt - b.createdAt);
      return { runs, activeRunId: state.activeRunId ?? successor(runs) };
    });
  },

  async resume(runId) {
    if (!(await deviceIsOpen())) return failure(useDevice.getState().error ?? NO_DEVICE);
    const outcome = await (await connected()).resumeRun(runId);
    if (!outcome.ok) {
      receive({ type: 'failed', runId, error: outcome.error });
      return outcome;
    }
    set({ activeRunId: runId });
    await get().play();
    return outcome;
  },

  setActive(activeRunId) {
    set({ activeRunId });
  },

  setHidden(runId, hidden) {
    set((state) => ({ runs: state.runs.map((run) => (run.id === runId ? { ...run, hidden } : run)) }));
  },
}));

function baselinesFor(dataset: DatasetSummary): BaselineId[] {
  return dataset.after.items <= EASE_UP_TO_ITEMS ? [...ALWAYS_FITTED, 'ease'] : ALWAYS_FITTED;
}

/** Opens the device where none is; `useDevice` holds what went wrong, and nothing plays then. */
async function deviceIsOpen(): Promise<boolean> {
  const device = await useDevice.getState().ensure();
  if (!device.ok) {
    useRuns.setState({ playing: false });
  }
  return device.ok;
}

const NO_DEVICE: ErrorData = { code: 'device-lost', message: 'there is no device to train on', details: {} };

function failure(error: ErrorData): { ok: false; error: ErrorData } {
  return { ok: false, error };
}

function isFatal(problem: ConfigProblem): boolean {
  return problem.severity === 'error';
}

/** Lists the run first, so that its first event finds it; a refusal stays in the list as a failed run. */
async function enqueue(dataset: DatasetSummary, wish: RunWish): Promise<Outcome<string>> {
  const run = newRun(useRuns.getState().runs, dataset, wish);
  useRuns.setState((state) => ({
    runs: [...state.runs, run],
    activeRunId: run.neural && successor(state.runs) === null ? run.id : state.activeRunId,
  }));
  try {
    const client = await connected();
    if (run.neural) void client.watchUser(dataset.key, chosenUserIndex());
    const outcome = await client.startRun(run.request);
    if (outcome.ok) {
      // The queue may have run empty, and stopped, while this run was on its way.
      if (run.neural && useRuns.getState().playing) {
        await client.play();
      }
      return { ok: true, value: run.id };
    }
    receive({ type: 'failed', runId: run.id, error: outcome.error });
    return failure(outcome.error);
  } catch (thrown) {
    const error = toErrorData(thrown);
    receive({ type: 'failed', runId: run.id, error });
    return failure(error);
  }
}

function newRun(runs: Run[], dataset: DatasetSummary, wish: RunWish): Run {
  const spec = modelSpec(wish.model);
  const alike = runs.filter((run) => run.request.model === wish.model && run.request.datasetKey === dataset.key);
  const number = 1 + Math.max(0, ...alike.map((run) => Number(/ (\d+)(?: \+)?$/.exec(run.label)?.[1] ?? 1)));
  const id = newId(wish.model);
  return {
    id,
    request: {
      runId: id,
      model: wish.model,
      config: wish.config,
      seed: wish.seed ?? DEFAULT_SEED,
      datasetKey: dataset.key,
      earlyStopping: wish.earlyStopping ?? DEFAULT_EARLY_STOPPING,
    },
    label: [spec.name, ...(alike.length === 0 ? [] : [number]), ...(dataset.refit ? ['+'] : [])].join(' '),
    dataset,
    neural: spec.neural,
    ...UNSTARTED,
    sweep: wish.sweep ?? null,
    createdAt: Date.now(),
  };
}

/** The run to follow when none is followed: one that is still to end, else the newest neural one. */
function successor(runs: Run[]): string | null {
  const neural = runs.filter((run) => run.neural);
  return (neural.find((run) => !hasEnded(run.status)) ?? neural[neural.length - 1])?.id ?? null;
}

let subscription: Promise<PlaygroundClient> | null = null;

/** The client, with this store listening to its events. */
function connected(): Promise<PlaygroundClient> {
  subscription ??= getClient().then((client) => {
    client.onEvent(receive);
    return client;
  });
  return subscription;
}

let waiting: RunEvent[] = [];
let lastFlush = 0;
let nextFlush = Number.POSITIVE_INFINITY;
let flushTimer: ReturnType<typeof setTimeout> | undefined;

function receive(event: RunEvent): void {
  waiting.push(event);
  const canWait = event.type === 'progress' && useDevice.getState().info?.software === true;
  const due = Math.max(performance.now(), lastFlush + (canWait ? SOFTWARE_UPDATE_MS : UPDATE_MS));
  if (due >= nextFlush) return;
  clearTimeout(flushTimer);
  nextFlush = due;
  // Not requestAnimationFrame: a hidden tab draws no frames, but its runs go on and its title shows them.
  flushTimer = setTimeout(flush, due - performance.now());
}

function flush(): void {
  const events = waiting;
  waiting = [];
  nextFlush = Number.POSITIVE_INFINITY;
  lastFlush = performance.now();
  const now = Date.now();
  const { runs, activeRunId, playing, queueMode, log } = useRuns.getState();
  const before: RunsState = { runs, activeRunId, playing, queueMode, log };
  const after = events.reduce((state, event) => foldEvent(state, event, now), before);
  // The worker's queue stands still once it is empty: the next run waits for play again.
  const drained = playing && after.runs.some((run) => run.neural) && !after.runs.some(isPending);
  useRuns.setState(drained ? { ...after, playing: false } : after);
}

function isPending(run: Run): boolean {
  return run.neural && !hasEnded(run.status);
}
