/**
 * The queue of runs on one device, and its transport: play, pause, one batch, one epoch, stop.
 * One loop at a time gives slices to runs, so whatever touches a trainer happens between slices.
 */
import type { PreparedDataset } from '@/data/types';
import type { Engine, HostArrays } from '@/engine/types';
import type { EvaluationResult } from '@/eval/evaluate';
import { PlaygroundError, toErrorData } from '@/lib/errors';
import type { RunSnapshots } from '@/train/snapshots/types';
import { Trainer } from '@/train/trainer';
import type { RunRequest, TrainerState } from '@/train/types';
import type { QueueMode, RunEvent, RunStatus } from './protocol';

interface Entry {
  request: RunRequest;
  trainer: Trainer | null;
  /** the trainer whose first step has been made ready */
  prepared: Trainer | null;
  /** to go on from: a restored state, or the checkpoint of a device that is gone */
  resumeFrom: TrainerState | null;
  stopRequested: boolean;
  removed: boolean;
  ended: boolean;
  /** the last status that the page was told */
  told: RunStatus | null;
}

/** What the loop may do before it rests. */
type Allowance = 'run' | 'batch' | 'epoch' | null;

export interface QueueOwner {
  emit(event: RunEvent): void;
  dataset(key: string): Promise<PreparedDataset>;
  /** users whose lists snapshots should hold */
  watched(datasetKey: string): readonly number[];
  /** called when a run can be inspected, and when it no longer can; `ended` says whether its parameters are final */
  hold(runId: string, trainer: Trainer, ended: () => boolean): void;
  forget(runId: string): void;
  /** is given the full ranking on test of a run that has ended, before the run is said to be finished */
  evaluated(runId: string, evaluation: EvaluationResult): void;
  /** called between slices, at an epoch's end and when a run rests: the moment to keep its state */
  reached(trainer: Trainer, where: 'epoch-end' | 'rest'): Promise<void>;
}

export class TrainingQueue {
  private readonly entries: Entry[] = [];
  private engine: Engine | null = null;
  private allowance: Allowance = null;
  private looping: Promise<void> | null = null;
  private mode: QueueMode = 'one-after-another';
  private turn = 0;
  /** Called when something is asked for; heard by whoever waits for more than steps. */
  private notice: () => void = () => {};

  constructor(private readonly owner: QueueOwner) {}

  /** @throws PlaygroundError when a run of that id is here already */
  enqueue(request: RunRequest, resumeFrom: TrainerState | null = null): void {
    if (this.entries.some((entry) => entry.request.runId === request.runId)) {
      throw new PlaygroundError('invalid-config', `run "${request.runId}" exists already`, { runId: request.runId });
    }
    this.entries.push(newEntry(request, resumeFrom));
    this.status(request.runId, 'queued');
    if (this.allowance === 'run') this.wake();
  }

  setMode(mode: QueueMode): void {
    this.mode = mode;
  }

  play(): void {
    this.allowance = 'run';
    this.wake();
  }

  /** Takes hold after the step in flight. */
  pause(): void {
    this.allowance = null;
    this.notice();
  }

  stepOnce(what: 'batch' | 'epoch'): void {
    this.allowance = what;
    this.wake();
  }

  stop(runId: string): void {
    const entry = this.find(runId);
    if (!entry || entry.ended) return;
    entry.stopRequested = true;
    this.wake();
  }

  remove(runId: string): void {
    const entry = this.find(runId);
    if (!entry) return;
    entry.removed = true;
    this.wake();
  }

  /** The whole state of a run that has begun. */
  async state(runId: string): Promise<TrainerState> {
    const trainer = this.find(runId)?.trainer;
    if (!trainer) throw new PlaygroundError('unknown', `run "${runId}" has not begun`, { runId });
    return trainer.state();
  }

  /** Brings a run that has ended onto the device, to be asked about. @throws PlaygroundError without a device */
  async adopt(state: TrainerState): Promise<void> {
    const { request } = state;
    if (!this.engine) throw new PlaygroundError('device-lost', 'there is no device to ask');
    let entry = this.find(request.runId);
    if (!entry) {
      entry = { ...newEntry(request, null), ended: true };
      this.entries.push(entry);
    }
    if (entry.trainer) return;
    entry.resumeFrom = state;
    await this.begin(entry);
  }

  /** The parameters of a run that has ended; null if the device has none. */
  async values(runId: string): Promise<HostArrays | null> {
    const entry = this.find(runId);
    return entry?.ended && entry.trainer ? entry.trainer.values() : null;
  }

  /** What is kept of the past of a run that is on the device; null if nothing is. */
  snapshots(runId: string): RunSnapshots | null {
    return this.find(runId)?.trainer?.snapshots ?? null;
  }

  /**
   * Moves to another device. Runs that had begun go on from where they were, or from their best epoch when the old
   * device is lost.
   */
  async useEngine(engine: Engine, oldIsLost: boolean): Promise<void> {
    this.pause();
    await this.looping;
    for (const entry of this.entries) {
      if (!entry.trainer) continue;
      entry.resumeFrom = oldIsLost ? entry.trainer.checkpoint() : await entry.trainer.state();
      if (!oldIsLost) entry.trainer.dispose();
      entry.trainer = null;
      this.owner.forget(entry.request.runId);
    }
    this.engine = engine;
    // Ended runs are asked about, never trained: bring them back now.
    for (const entry of this.entries) {
      if (entry.ended && entry.resumeFrom) await this.begin(entry);
    }
  }

  /** The device is gone: everything open waits for another. */
  deviceLost(): void {
    this.allowance = null;
    this.engine = null;
    for (const entry of this.entries) {
      if (!entry.ended) this.status(entry.request.runId, 'paused');
    }
  }

  private wake(): void {
    this.notice();
    if (this.looping) return;
    this.looping = this.loop().finally(() => {
      this.looping = null;
      // Something may have been asked for while the loop was ending.
      if (this.engine && this.nextWork()) this.wake();
    });
  }

  private async loop(): Promise<void> {
    let last: Entry | null = null;
    while (this.engine) {
      const work = this.nextWork();
      if (!work) break;
      const { entry, kind } = work;
      if (last && last !== entry && !last.ended && this.mode === 'one-after-another') this.rest(last);
      last = entry;
      try {
        if (kind === 'remove') this.drop(entry);
        else if (kind === 'stop') await this.end(entry, 'stopped');
        else await this.advance(entry);
      } catch (error) {
        // A lost device rejects whatever was waiting: the run is not at fault, and `deviceLost` has said so.
        if (this.engine) this.fail(entry, error);
      }
    }
    for (const entry of this.entries) {
      if (entry.ended || !entry.trainer) continue;
      this.rest(entry);
      // Of a lost device nothing can be read.
      if (this.engine) await this.owner.reached(entry.trainer, 'rest');
    }
  }

  private nextWork(): { entry: Entry; kind: 'remove' | 'stop' | 'advance' } | null {
    const removed = this.entries.find((entry) => entry.removed);
    if (removed) return { entry: removed, kind: 'remove' };
    const open = this.entries.filter((entry) => !entry.ended);
    const stopped = open.find((entry) => entry.stopRequested);
    if (stopped) return { entry: stopped, kind: 'stop' };
    if (!this.allowance) return null;
    if (open.length === 0) {
      this.allowance = null;
      return null;
    }
    const entry = this.mode === 'race' ? open[this.turn++ % open.length] : open[0];
    return { entry, kind: 'advance' };
  }

  private async advance(entry: Entry): Promise<void> {
    const { runId } = entry.request;
    const allowed = this.allowance;
    const trainer = entry.trainer ?? (await this.begin(entry));
    const interrupted = () => this.allowance !== allowed || entry.stopRequested || entry.removed;
    if (entry.prepared !== trainer && !(await this.prepare(entry, trainer, interrupted))) {
      // it may rest now, and has weights that can be looked at
      if (!entry.removed) this.tellProgress(trainer);
      return;
    }
    this.status(runId, 'running');
    trainer.watch(this.owner.watched(entry.request.datasetKey));
    const atEpochEnd = await trainer.slice(allowed === 'batch' ? 1 : Number.POSITIVE_INFINITY, interrupted);
    this.tellProgress(trainer);
    if (allowed === 'batch' && this.allowance === 'batch') this.allowance = null;
    if (!atEpochEnd) return;

    this.status(runId, 'evaluating');
    const { record, evaluationMs, over } = await trainer.endEpoch();
    this.owner.emit({ type: 'epoch', runId, record, evaluationMs });
    if (allowed === 'epoch' && this.allowance === 'epoch') this.allowance = null;
    if (over) await this.end(entry, over);
    else await this.owner.reached(trainer, 'epoch-end');
  }

  private tellProgress(trainer: Trainer): void {
    const { progress, stepsPerEpoch, epochs } = trainer;
    this.owner.emit({ type: 'progress', runId: trainer.request.runId, ...progress, stepsPerEpoch, epochs });
  }

  private async begin(entry: Entry): Promise<Trainer> {
    const { request } = entry;
    if (!entry.ended) this.status(request.runId, 'preparing');
    const dataset = await this.owner.dataset(request.datasetKey);
    const engine = this.engine as Engine;
    const trainer = entry.resumeFrom
      ? Trainer.restore(engine, entry.resumeFrom, dataset)
      : Trainer.create(engine, request, dataset);
    entry.trainer = trainer;
    entry.resumeFrom = null;
    this.owner.hold(request.runId, trainer, () => entry.ended);
    if (!entry.ended) {
      this.owner.emit({
        type: 'status',
        runId: request.runId,
        status: 'preparing',
        numParameters: trainer.numParameters,
        stepsPerEpoch: trainer.stepsPerEpoch,
      });
    }
    return trainer;
  }

  /**
   * Makes the first step ready, which takes seconds where shaders are compiled.
   * @returns false when something else is wanted first; what was begun goes on meanwhile
   */
  private async prepare(entry: Entry, trainer: Trainer, interrupted: () => boolean): Promise<boolean> {
    const { runId } = entry.request;
    this.status(runId, 'preparing');
    let isReady = false;
    const preparing = trainer
      .prepare((done, total) => {
        if (!entry.ended) this.owner.emit({ type: 'preparing', runId, done, total });
      })
      .then(() => {
        isReady = true;
      });
    // A failure after an interruption is heard by whoever asks again.
    preparing.catch(() => {});
    while (!isReady) {
      if (interrupted()) return false;
      const noticed = new Promise<void>((resolve) => {
        this.notice = resolve;
      });
      await Promise.race([preparing, noticed]);
    }
    entry.prepared = trainer;
    if (trainer.stepPath) this.owner.emit({ type: 'path', runId, path: trainer.stepPath });
    return true;
  }

  private async end(entry: Entry, reason: 'completed' | 'early-stopped' | 'stopped'): Promise<void> {
    const { runId } = entry.request;
    if (!entry.trainer) {
      entry.ended = true;
      this.status(runId, 'stopped');
      return;
    }
    this.status(runId, 'evaluating');
    const { evaluation, ...finished } = await entry.trainer.finish();
    entry.ended = true;
    this.owner.evaluated(runId, evaluation);
    this.owner.emit({ type: 'finished', runId, reason, elapsedMs: entry.trainer.elapsedMs, ...finished });
  }

  private fail(entry: Entry, error: unknown): void {
    entry.ended = true;
    this.owner.emit({ type: 'failed', runId: entry.request.runId, error: toErrorData(error) });
  }

  private drop(entry: Entry): void {
    this.owner.forget(entry.request.runId);
    entry.trainer?.dispose();
    this.entries.splice(this.entries.indexOf(entry), 1);
  }

  private rest(entry: Entry): void {
    this.status(entry.request.runId, 'paused');
  }

  private find(runId: string): Entry | undefined {
    return this.entries.find((entry) => entry.request.runId === runId);
  }

  /** Said once: a slice of training is a tenth of a second, and each message costs the page a render. */
  private status(runId: string, status: RunStatus): void {
    const entry = this.find(runId);
    if (entry?.told === status) return;
    if (entry) entry.told = status;
    this.owner.emit({ type: 'status', runId, status });
  }
}

function newEntry(request: RunRequest, resumeFrom: TrainerState | null): Entry {
  return {
    ...{ request, trainer: null, prepared: null, resumeFrom, told: null },
    ...{ stopRequested: false, removed: false, ended: false },
  };
}
