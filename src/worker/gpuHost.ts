/** The GPU worker's service: one device, a queue of runs, and answers about them. Testable without a Worker. */
import * as Comlink from 'comlink';
import { keyBeforeRefit } from '@/data/refitKey';
import type { PreparedDataset } from '@/data/types';
import { createEngine } from '@/engine/createEngine';
import type { DeviceChoice, Engine } from '@/engine/types';
import { FULL_RANKING } from '@/eval/protocol';
import { PlaygroundError } from '@/lib/errors';
import { writeModelFile } from '@/storage/modelFile';
import type { RunCard } from '@/storage/types';
import { vocabularyOf } from '@/storage/vocabulary';
import { endedState } from '@/train/endedState';
import { runCost } from '@/train/runCost';
import type { RunRequest, TrainerState } from '@/train/types';
import { Checkpoints } from './checkpoints';
import { EventPort } from './eventPort';
import { neuralExplainer } from './explainers';
import { outcome } from './outcome';
import type { DatasetSource, GpuService, PlanRequest, QueueMode } from './protocol';
import type { ParameterStore } from './protocolStore';
import { RunInspectorHost } from './runInspectorHost';
import { TrainingQueue } from './trainingQueue';

export class GpuHost implements GpuService {
  private readonly events = new EventPort();
  readonly inspector = new RunInspectorHost((runId) => this.bringBack(runId));
  private readonly datasets = new Map<string, Promise<PreparedDataset>>();
  private readonly keysInUse = new Map<string, string>();
  private source: Comlink.Remote<DatasetSource> | DatasetSource | null = null;
  private engine: Engine | null = null;
  private lost = false;

  private readonly queue = new TrainingQueue({
    emit: this.events.emit,
    dataset: (key) => this.dataset(key),
    watched: (key) => this.watched.get(beforeRefit(key)) ?? [],
    hold: (runId, trainer, ended) =>
      this.inspector.hold(runId, {
        dataset: trainer.dataset,
        get scorer() {
          return trainer.scorer;
        },
        get version() {
          return trainer.version;
        },
        get ended() {
          return ended();
        },
        embeddings: (which) => trainer.embeddings(which),
        tryStep: (question) => trainer.tryStep(question),
        get explainer() {
          return neuralExplainer(trainer);
        },
      }),
    evaluated: (runId, evaluation) => this.inspector.remember(runId, FULL_RANKING, evaluation),
    forget: (runId) => this.inspector.forget(runId),
    reached: (trainer, where) => this.checkpoints.reached(trainer, where),
  });

  private readonly checkpoints = new Checkpoints(() => this.source);
  /** runs of earlier sessions and of files, by id */
  private readonly shelf = new Map<string, { request: RunRequest; epochs: number }>();
  /** by data set, in the order in which people looked at them */
  private readonly watched = new Map<string, number[]>();
  private readonly coming = new Map<string, Promise<void>>();
  private deviceOpened = signal();

  async connectCpu(port: MessagePort): Promise<void> {
    this.source = Comlink.wrap<DatasetSource>(port);
  }

  /** Where data sets come from when there is no second worker: for tests. */
  useSource(source: Pick<DatasetSource, 'prepared'> & Partial<DatasetSource>): void {
    this.source = { ...NOTHING_KEPT, ...source };
  }

  async connectEvents(port: MessagePort): Promise<void> {
    this.events.connect(port);
  }

  openDevice(choice: DeviceChoice) {
    return outcome(async () => {
      const engine = await createEngine(choice);
      await this.queue.useEngine(engine, this.lost);
      if (!this.lost) this.engine?.dispose();
      this.engine = engine;
      this.lost = false;
      void engine.lost.then(({ code, message }) => {
        if (this.engine !== engine) return;
        this.lost = true;
        this.deviceOpened = signal();
        this.queue.deviceLost();
        this.events.emit({ type: 'device-lost', error: { code, message, details: {} } });
      });
      this.deviceOpened.resolve();
      return engine.device;
    });
  }

  plan({ model, config, sizes }: PlanRequest) {
    const device = this.engine?.device;
    const known = { software: device?.software ?? false, maxBufferBytes: device?.maxBufferBytes ?? null };
    return outcome(() => runCost(model, config, sizes, known));
  }

  enqueue(request: RunRequest) {
    return outcome(() => {
      this.queue.enqueue(request);
      this.keysInUse.set(request.runId, request.datasetKey);
      return null;
    });
  }

  async play(): Promise<void> {
    this.queue.play();
  }

  async pause(): Promise<void> {
    this.queue.pause();
  }

  async stepBatch(): Promise<void> {
    this.queue.stepOnce('batch');
  }

  async stepEpoch(): Promise<void> {
    this.queue.stepOnce('epoch');
  }

  async stop(runId: string): Promise<void> {
    this.queue.stop(runId);
  }

  async setQueueMode(mode: QueueMode): Promise<void> {
    this.queue.setMode(mode);
  }

  async remove(runId: string): Promise<void> {
    this.queue.remove(runId);
    this.shelf.delete(runId);
    const key = this.keysInUse.get(runId);
    this.keysInUse.delete(runId);
    // The last run on a data set takes the worker's copy with it.
    if (key && ![...this.keysInUse.values()].includes(key)) this.datasets.delete(key);
  }

  saveState(runId: string) {
    return outcome(() => this.queue.state(runId));
  }

  restoreState(state: TrainerState) {
    return outcome(() => {
      this.queue.enqueue(state.request, state);
      this.keysInUse.set(state.request.runId, state.request.datasetKey);
      return null;
    });
  }

  async shelve(runs: { request: RunRequest; epochs: number }[]): Promise<void> {
    for (const run of runs) {
      this.shelf.set(run.request.runId, run);
      this.keysInUse.set(run.request.runId, run.request.datasetKey);
    }
  }

  resumeRun(runId: string) {
    return outcome(async () => {
      const kept = await this.source?.parameters(runId);
      if (kept?.kind !== 'checkpoint') throw new PlaygroundError('unknown', `no checkpoint of "${runId}" is kept`);
      this.queue.enqueue(kept.state.request, kept.state);
      this.keysInUse.set(runId, kept.state.request.datasetKey);
      return null;
    });
  }

  async watchUser(datasetKey: string, userIndex: number): Promise<void> {
    const key = beforeRefit(datasetKey);
    const users = this.watched.get(key) ?? [];
    if (!users.includes(userIndex)) this.watched.set(key, [...users, userIndex]);
  }

  snapshots(runId: string) {
    return outcome(async () => this.queue.snapshots(runId) ?? (await this.source?.snapshots(runId)) ?? null);
  }

  async keepRun(run: RunCard): Promise<void> {
    const values = await this.queue.values(run.id);
    if (values) await this.source?.keepRun(run, values, this.queue.snapshots(run.id));
  }

  modelFile(run: RunCard) {
    return outcome(async () => {
      if ((await this.queue.values(run.id)) === null) await this.bringBack(run.id);
      const values = await this.queue.values(run.id);
      if (!values) throw new PlaygroundError('unknown', `run "${run.id}" has not ended here`, { runId: run.id });
      return writeModelFile(run, vocabularyOf(await this.dataset(run.request.datasetKey)), values);
    });
  }

  /** Fetches what is kept of a shelved run, waits for a device, and holds it. Those who ask together wait together. */
  private bringBack(runId: string): Promise<void> {
    const shelved = this.shelf.get(runId);
    if (!shelved) return Promise.resolve();
    let coming = this.coming.get(runId);
    if (!coming) {
      coming = (async () => {
        const kept = await this.source?.parameters(runId);
        if (kept?.kind !== 'model') throw new PlaygroundError('unknown', `no parameters of "${runId}" are kept`);
        await this.deviceOpened.promise;
        await this.queue.adopt(endedState(shelved.request, shelved.epochs, kept.values));
      })().finally(() => this.coming.delete(runId));
      this.coming.set(runId, coming);
    }
    return coming;
  }

  private dataset(key: string): Promise<PreparedDataset> {
    let dataset = this.datasets.get(key);
    if (!dataset) {
      if (!this.source) throw new PlaygroundError('unknown', 'the GPU worker has no source of data sets yet');
      dataset = this.source.prepared(key) as Promise<PreparedDataset>;
      this.datasets.set(key, dataset);
      // A failed fetch must not be remembered.
      dataset.catch(() => this.datasets.delete(key));
    }
    return dataset;
  }
}

const NOTHING_KEPT: ParameterStore = {
  wantsCheckpoint: async () => false,
  checkpoint: async () => {},
  keepRun: async () => {},
  parameters: async () => null,
  snapshots: async () => null,
};

/** A refitted data set has the same users. */
const beforeRefit = (datasetKey: string) => keyBeforeRefit(datasetKey) ?? datasetKey;

/** A moment to wait for. */
function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
