/**
 * One training run: batches in, steps on the device, an epoch's end with validation, the best epoch kept.
 *
 * The trainer never loops by itself: its owner asks for a slice of steps at a time, so that runs can share a device
 * and a pause takes hold after the step in flight. Its whole state is one value (`state()`), from which another
 * trainer goes on with the same numbers: batches, negatives and dropout masks depend on seed and step alone.
 */

import type { PreparedDataset } from '@/data/types';
import type { Engine, HostArrays, ParameterSet, SparseMatrix, StepPath, Training } from '@/engine/types';
import type { EvaluationResult } from '@/eval/evaluate';
import { evaluateScope } from '@/eval/measure';
import { FULL_RANKING } from '@/eval/protocol';
import type { MetricTable, RankingScope } from '@/eval/types';
import { PlaygroundError } from '@/lib/errors';
import { hashWords } from '@/lib/hash';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { NEURAL_MODELS } from '@/models/registry';
import { trainingData } from '@/models/trainingData';
import type { NeuralModel, NeuralModelId, Scorer } from '@/models/types';
import { type BatchSource, createBatchSource, type EpochBatches } from './batches';
import { createValidationBatches, type ValidationBatches } from './batches/validation';
import { epochOfLowestLoss, judgeEpoch } from './earlyStopping';
import { withoutMoments } from './endedState';
import { neuralScorer } from './neuralScorer';
import { tryStep } from './oneStep/oneStep';
import type { StepQuestion, StepTrial } from './oneStep/types';
import { SnapshotTaker } from './snapshots/SnapshotTaker';
import type { RunSnapshots } from './snapshots/types';
import type { EpochRecord, RunRequest, TrainerState } from './types';

/** About ten reports a second. */
const SLICE_MS = 100;
/** While steps are queued, messages are let in this often. */
const YIELD_MS = 16;
/** Above so many scores an evaluation of NeuMF while training takes a fixed sample of users instead of all. */
const MANY_SCORES = 2_500_000;
const SAMPLED_USERS = 500;

export interface Progress {
  epoch: number;
  stepInEpoch: number;
  trainLoss: number | null;
  samplesPerSecond: number;
  remainingMs: number | null;
}

export interface FinishedRun {
  bestEpoch: number | null;
  valid: MetricTable;
  test: MetricTable;
  inferenceMsPerUser: number;
  /** all that `test` was computed from */
  evaluation: EvaluationResult;
}

export class Trainer {
  private readonly source: BatchSource;
  private readonly validation: ValidationBatches;
  private readonly validationScope: RankingScope;
  private readonly taker: SnapshotTaker;
  private drawn: { epoch: number; batches: EpochBatches } | null = null;
  private drawnNext: { epoch: number; batches: EpochBatches } | null = null;
  private training: Training | null = null;
  private stepsPerSlice = 1;
  private msPerStep: number | null = null;
  private lastEvaluationMs = 0;
  /** of all epochs in this trainer's life */
  private evaluationMs = 0;
  private finished = false;
  private disposed = false;

  private constructor(
    private readonly engine: Engine,
    readonly dataset: PreparedDataset,
    readonly model: NeuralModel,
    private readonly parameters: ParameterSet,
    private readonly matrices: (SparseMatrix & { dispose(): void })[],
    private readonly progressState: Omit<TrainerState, 'parameters'>,
    readonly numParameters: number,
  ) {
    const { request } = progressState;
    const data = trainingData(dataset);
    this.source = createBatchSource(model.batches, data, request.seed);
    this.validation = createValidationBatches(model.batches, data, dataset.valid, request.seed);
    const { numUsers, numItems } = data;
    const sampled = request.model === 'neumf' && numUsers * numItems > MANY_SCORES && numUsers > SAMPLED_USERS;
    this.validationScope = { ...FULL_RANKING, numUsersSampled: sampled ? SAMPLED_USERS : null };
    this.taker = new SnapshotTaker(dataset, progressState.snapshots ?? null);
  }

  /** A run from its first step. @throws PlaygroundError when the data cannot be trained on */
  static create(engine: Engine, request: RunRequest, dataset: PreparedDataset): Trainer {
    return Trainer.build(engine, dataset, {
      version: 1,
      request,
      epoch: 0,
      stepInEpoch: 0,
      history: [],
      best: null,
      elapsedMs: 0,
      samplesSeen: 0,
      epochLoss: { sum: 0, steps: 0 },
    });
  }

  /** A run from where `state()` was taken. */
  static restore(engine: Engine, state: TrainerState, dataset: PreparedDataset): Trainer {
    const { parameters, ...rest } = structuredClone(state);
    return Trainer.build(engine, dataset, rest, parameters);
  }

  private static build(
    engine: Engine,
    dataset: PreparedDataset,
    progress: Omit<TrainerState, 'parameters'>,
    parameters?: TrainerState['parameters'],
  ): Trainer {
    const { model: id, config, seed } = progress.request;
    const matrices: (SparseMatrix & { dispose(): void })[] = [];
    const model = NEURAL_MODELS[id as NeuralModelId](config, trainingData(dataset), seed, (matrix) => {
      const uploaded = engine.createSparse(matrix);
      matrices.push(uploaded);
      return uploaded;
    });
    const values = parameters?.values ?? model.initialParameters();
    const numParameters = Object.values(values).reduce((sum, { data }) => sum + data.length, 0);
    const set = parameters ? engine.restoreParameters(parameters) : engine.createParameters(values);
    return new Trainer(engine, dataset, model, set, matrices, progress, numParameters);
  }

  get request(): RunRequest {
    return this.progressState.request;
  }

  get stepsPerEpoch(): number {
    return this.source.stepsPerEpoch;
  }

  get epochs(): number {
    return this.model.epochs;
  }

  get history(): readonly EpochRecord[] {
    return this.progressState.history;
  }

  get elapsedMs(): number {
    return this.progressState.elapsedMs;
  }

  /** What is kept of the run's past; null before its first step, and for runs from before such a thing was kept. */
  get snapshots(): RunSnapshots | null {
    return this.taker.snapshots;
  }

  /** Whose lists snapshots hold, besides those of a fixed sample. */
  watch(users: readonly number[]): void {
    this.taker.watch(users);
  }

  /** How steps run; null before the first one. */
  get stepPath(): StepPath | null {
    return this.training?.path ?? null;
  }

  /** Changes whenever the parameters do. */
  get version(): string {
    const { epoch, stepInEpoch } = this.progressState;
    return `${epoch}/${stepInEpoch}/${this.finished ? 'best' : 'last'}`;
  }

  /** Scores with the parameters as they are now. */
  get scorer(): Scorer {
    return neuralScorer(this.engine, this.parameters, this.model);
  }

  get progress(): Progress {
    const { epoch, stepInEpoch, epochLoss } = this.progressState;
    const stepsLeft = (this.epochs - epoch) * this.stepsPerEpoch - stepInEpoch;
    return {
      epoch: Math.min(epoch + 1, this.epochs),
      stepInEpoch,
      trainLoss: epochLoss.steps > 0 ? epochLoss.sum / epochLoss.steps : null,
      samplesPerSecond:
        this.msPerStep === null ? 0 : (1000 * this.source.samplesPerEpoch) / this.stepsPerEpoch / this.msPerStep,
      remainingMs:
        this.msPerStep === null ? null : stepsLeft * this.msPerStep + (this.epochs - epoch) * this.lastEvaluationMs,
    };
  }

  /**
   * Trains for about a tenth of a second, at most to the epoch's end.
   * @param maxSteps at most so many steps
   * @param interrupted asked between steps; true ends the slice after the step in flight
   * @returns whether the epoch's steps are done: then call `endEpoch`
   * @throws PlaygroundError 'nan-loss' when the loss is no number any more
   */
  async slice(maxSteps: number, interrupted: () => boolean): Promise<boolean> {
    const progress = this.progressState;
    const batches = this.batchesOf(progress.epoch);
    const wanted = Math.min(maxSteps, this.stepsPerSlice, this.stepsPerEpoch - progress.stepInEpoch);
    if (progress.epoch === 0 && progress.stepInEpoch === 0 && !this.taker.has(0)) await this.takeSnapshot();
    const training = await this.prepare();
    const started = performance.now();
    const first = progress.stepInEpoch;
    const input = (step: number) => ({
      batch: batches.batch(step),
      dropoutSeed: hashWords([progress.request.seed, progress.epoch * this.stepsPerEpoch + step]),
    });
    let lastYield = started;
    let steps = 0;
    while (steps < wanted) {
      // A program queues all in hardly any time; eager steps are queued one by one, with messages let in between.
      const count = training.path.kind === 'program' ? wanted : 1;
      training.steps(count, (k) => input(first + steps + k));
      steps += count;
      progress.stepInEpoch += count;
      if (performance.now() - lastYield > YIELD_MS) {
        await yieldToEvents();
        lastYield = performance.now();
        if (interrupted()) break;
      }
    }
    const reading = this.engine.readLoss(this.parameters);
    this.drawAhead();
    this.taker.project();
    const loss = await reading;
    await yieldToEvents();

    const elapsedMs = performance.now() - started;
    progress.elapsedMs += elapsedMs;
    progress.samplesSeen += (steps * this.source.samplesPerEpoch) / this.stepsPerEpoch;
    if (steps > 0 && loss !== null) {
      if (!Number.isFinite(loss)) {
        throw new PlaygroundError('nan-loss', `the loss is ${loss} in epoch ${progress.epoch + 1}`, {
          epoch: progress.epoch + 1,
          step: progress.stepInEpoch,
        });
      }
      progress.epochLoss.sum += loss * steps;
      progress.epochLoss.steps += steps;
      const measured = elapsedMs / steps;
      this.msPerStep = this.msPerStep === null ? measured : 0.8 * this.msPerStep + 0.2 * measured;
      // At most doubled, so that one lucky measure does not make a pause wait.
      this.stepsPerSlice = Math.max(1, Math.min(2 * this.stepsPerSlice, Math.round(SLICE_MS / this.msPerStep)));
    }
    return progress.stepInEpoch >= this.stepsPerEpoch;
  }

  /**
   * Validates, records the epoch, keeps the parameters if they are the best so far.
   * @returns the record, and why training is over, if it is
   */
  async endEpoch(): Promise<{
    record: EpochRecord;
    evaluationMs: number;
    over: 'completed' | 'early-stopped' | null;
  }> {
    const progress = this.progressState;
    const started = performance.now();
    const epoch = progress.epoch + 1;
    const validLoss = await this.validationLoss();
    const { table } = await this.evaluate('valid', this.validationScope);
    const value = table.numUsers > 0 ? table.values[progress.request.earlyStopping.metric] : Number.NaN;
    const losses = [...progress.history.map((record) => record.validLoss), validLoss];
    const rule = progress.request.earlyStopping;
    const { isBest, stop } = judgeEpoch(rule, progress.best, epoch, value, epochOfLowestLoss(losses));
    const record: EpochRecord = {
      epoch,
      trainLoss: progress.epochLoss.sum / Math.max(1, progress.epochLoss.steps),
      validLoss,
      metrics: table,
      elapsedMs: progress.elapsedMs,
      samplesSeen: Math.round(progress.samplesSeen),
      isBest,
    };
    if (isBest) {
      progress.best = { epoch, value, parameters: await this.engine.readValues(this.parameters) };
    }
    progress.history.push(record);
    progress.epoch = epoch;
    progress.stepInEpoch = 0;
    progress.epochLoss = { sum: 0, steps: 0 };
    this.lastEvaluationMs = performance.now() - started;
    this.evaluationMs += this.lastEvaluationMs;
    const over = epoch >= this.epochs ? 'completed' : stop ? 'early-stopped' : null;
    if (over || this.taker.isAffordable(progress.elapsedMs + this.evaluationMs)) await this.takeSnapshot();
    return { record, evaluationMs: this.lastEvaluationMs, over };
  }

  /**
   * Goes back to the best epoch and reads the test part, once.
   * @returns scores of the best epoch; of the parameters as they are if no epoch has ended
   */
  async finish(): Promise<FinishedRun> {
    const { best } = this.progressState;
    if (best) this.engine.writeValues(this.parameters, best.parameters);
    this.finished = true;
    if (best && !this.taker.has(best.epoch)) await this.takeSnapshot(best.epoch);
    const kept = best ? this.progressState.history[best.epoch - 1].metrics : null;
    const valid = kept ?? (await this.evaluate('valid', this.validationScope)).table;
    const evaluation = await this.evaluate('test', FULL_RANKING);
    const { table: test, scoringMsPerUser } = evaluation;
    return { bestEpoch: best?.epoch ?? null, valid, test, inferenceMsPerUser: scoringMsPerUser, evaluation };
  }

  /** The whole run as one serialisable value; waits for the device. */
  async state(): Promise<TrainerState> {
    const parameters = await this.engine.readParameters(this.parameters);
    return structuredClone({ ...this.progressState, snapshots: this.snapshots, parameters });
  }

  /**
   * The best epoch as a state to go on from when the device is lost: kept on the CPU, so nothing is read. Adam's
   * moments start anew. null before the first epoch's end.
   */
  checkpoint(): TrainerState | null {
    const { best, history } = this.progressState;
    if (!best) return null;
    const last = history[best.epoch - 1];
    return structuredClone({
      ...this.progressState,
      epoch: best.epoch,
      stepInEpoch: 0,
      epochLoss: { sum: 0, steps: 0 },
      history: history.slice(0, best.epoch),
      snapshots: upTo(this.snapshots, best.epoch),
      elapsedMs: last.elapsedMs,
      samplesSeen: last.samplesSeen,
      parameters: withoutMoments(best.parameters),
    });
  }

  /** The parameters as they are: of the best epoch once the run has ended. Waits for the device. */
  values(): Promise<HostArrays> {
    return this.engine.readValues(this.parameters);
  }

  /** What a step on one element does, tried on a copy of the parameters as they are. */
  async tryStep(question: StepQuestion): Promise<StepTrial> {
    const { engine, model } = this;
    const data = trainingData(this.dataset);
    // Queued before anything else can be: values and moments of one moment.
    const { values, ...moments } = this.finished
      ? { values: await this.values() }
      : await engine.readParameters(this.parameters);
    const { loss } = this.request.config;
    return tryStep({ engine, model, data, loss, values, moments: 'step' in moments ? moments : null }, question);
  }

  /** Item or user embeddings with the parameters as they are; null where the model has none. */
  async embeddings(which: 'users' | 'items') {
    const forward = which === 'items' ? this.model.itemEmbeddings : this.model.userEmbeddings;
    return forward && this.engine.run(this.parameters, {}, forward);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.training?.dispose();
    this.parameters.dispose();
    for (const matrix of this.matrices) matrix.dispose();
  }

  /** @param epoch whose parameters are on the device: full epochs done, unless the best one is back */
  private takeSnapshot(epoch = this.progressState.epoch): Promise<void> {
    const best = this.progressState.best?.epoch ?? null;
    return this.taker.take(epoch, best, this.scorer, () => this.embeddings('items'));
  }

  private evaluate(part: 'valid' | 'test', scope: RankingScope) {
    return evaluateScope(this.scorer, this.dataset, part, scope);
  }

  private async validationLoss(): Promise<number | null> {
    let sum = 0;
    let total = 0;
    for (const { arrays, share } of this.validation.batches) {
      const loss = await this.engine.run(this.parameters, arrays, this.model.loss);
      sum += share * loss.data[0];
      total += share;
    }
    return total > 0 ? sum / total : null;
  }

  /** Once for each trainer: records, compiles and checks the step where the device can replay it. */
  private async prepare(): Promise<Training> {
    if (!this.training) {
      const { loss, adam } = this.model;
      const batch = this.batchesOf(this.progressState.epoch).batch(0);
      const training = await this.engine.prepareTraining(this.parameters, batch, loss, adam);
      // Nobody would dispose of it later.
      if (this.disposed) training.dispose();
      this.training = training;
    }
    return this.training;
  }

  private batchesOf(epoch: number): EpochBatches {
    if (this.drawn?.epoch !== epoch) {
      this.drawn = this.drawnNext?.epoch === epoch ? this.drawnNext : { epoch, batches: this.source.epoch(epoch) };
      this.drawnNext = null;
    }
    return this.drawn.batches;
  }

  /** Draws the next epoch while the device works, once half of this one is queued. */
  private drawAhead(): void {
    const { epoch, stepInEpoch } = this.progressState;
    if (stepInEpoch * 2 < this.stepsPerEpoch || epoch + 1 >= this.epochs || this.drawnNext) return;
    this.drawnNext = { epoch: epoch + 1, batches: this.source.epoch(epoch + 1) };
  }
}

function upTo(snapshots: RunSnapshots | null, last: number): RunSnapshots | null {
  return snapshots && { ...snapshots, epochs: snapshots.epochs.filter(({ epoch }) => epoch <= last) };
}
