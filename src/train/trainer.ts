/**
 * One training run: batches in, steps on the device, an epoch's end with validation, the best epoch kept.
 *
 * The trainer never loops by itself: its owner asks for a slice of steps at a time, so that runs can share a device
 * and a pause takes hold after the step in flight. Its whole state is one value (`state()`), from which another
 * trainer goes on with the same numbers: batches, negatives and dropout masks depend on seed and step alone.
 */

import type { PreparedDataset } from '@/data/types';
import type {
  Engine,
  HostArrays,
  ParameterSet,
  PrepareOptions,
  SparseMatrix,
  StepPath,
  Training,
} from '@/engine/types';
import type { EvaluationResult } from '@/eval/evaluate';
import { evaluateScope } from '@/eval/measure';
import { FULL_RANKING } from '@/eval/protocol';
import type { MetricTable, RankingScope } from '@/eval/types';
import { PlaygroundError } from '@/lib/errors';
import { hashWords } from '@/lib/hash';
import type { Pieces } from '@/lib/pieces';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { NEURAL_MODELS } from '@/models/registry';
import { trainingData } from '@/models/trainingData';
import type { NeuralModel, NeuralModelId, Scorer } from '@/models/types';
import { type BatchSource, createBatchSource, type EpochBatches } from './batches';
import { createValidationBatches, type ValidationBatches } from './batches/validation';
import { epochOfLowestLoss, judgeEpoch } from './earlyStopping';
import { withoutMoments } from './endedState';
import { listsToCome, neuralScorer } from './neuralScorer';
import { tryStep } from './oneStep/oneStep';
import type { StepQuestion, StepTrial } from './oneStep/types';
import { SnapshotTaker } from './snapshots/SnapshotTaker';
import type { RunSnapshots } from './snapshots/types';
import type { EpochRecord, RunRequest, TrainerState } from './types';

/** About ten reports a second. */
const SLICE_MS = 100;
/** Steps are queued in pieces of about this long, and messages are let in after each. */
const PIECE_MS = 16;
/** One piece runs while the next one waits, so that the device never does; a pause waits for these. */
const PIECES_IN_FLIGHT = 2;
/** An epoch is drawn for so long at a time. */
const DRAW_MS = 4;
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
  /** the epoch under way before it can begin, else the next one */
  private drawing: { epoch: number; pieces: Pieces<EpochBatches>; batches: EpochBatches | null } | null = null;
  private training: Training | null = null;
  private preparing: Promise<void> | null = null;
  private onPrepareProgress: PrepareOptions['onProgress'];
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
      assertHolds(engine, 'the graph', matrix.columns.length);
      const uploaded = engine.createSparse(matrix);
      matrices.push(uploaded);
      return uploaded;
    });
    const values = parameters?.values ?? model.initialParameters();
    const numParameters = Object.values(values).reduce((sum, { data }) => sum + data.length, 0);
    try {
      for (const [name, { data }] of Object.entries(values)) assertHolds(engine, name, data.length);
    } catch (error) {
      for (const matrix of matrices) matrix.dispose();
      throw error;
    }
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
   * Once for each trainer: records, compiles and checks the step where the device can replay it. Whoever asks again
   * waits for the same, and is told how far it is in place of those before.
   * @param onProgress shaders compiled, of how many
   * @throws PlaygroundError 'out-of-memory' where the device cannot hold it
   */
  prepare(onProgress?: PrepareOptions['onProgress']): Promise<void> {
    this.onPrepareProgress = onProgress;
    this.preparing ??= this.makeReady();
    return this.preparing;
  }

  /**
   * Trains for about a tenth of a second, at most to the epoch's end.
   * @param maxSteps at most so many steps
   * @param interrupted asked about sixty times a second; true ends the slice after the steps in flight
   * @returns whether the epoch's steps are done: then call `endEpoch`
   * @throws PlaygroundError 'nan-loss' when the loss is no number any more
   */
  async slice(maxSteps: number, interrupted: () => boolean): Promise<boolean> {
    const progress = this.progressState;
    await this.prepare(this.onPrepareProgress);
    const training = this.training as Training;
    const batches = await this.draw(progress.epoch, interrupted);
    if (!batches) return false;
    if (progress.epoch === 0 && progress.stepInEpoch === 0 && !this.taker.has(0)) await this.takeSnapshot();
    const wanted = Math.min(maxSteps, this.stepsPerSlice, this.stepsPerEpoch - progress.stepInEpoch);
    const perPiece = this.msPerStep === null ? 1 : Math.max(1, Math.round(PIECE_MS / this.msPerStep));
    const started = performance.now();
    const inFlight: Promise<void>[] = [];
    let steps = 0;
    while (steps < wanted) {
      const count = Math.min(perPiece, wanted - steps);
      const first = progress.stepInEpoch;
      training.steps(count, (k) => ({
        batch: batches.batch(first + k),
        dropoutSeed: hashWords([progress.request.seed, progress.epoch * this.stepsPerEpoch + first + k]),
      }));
      steps += count;
      progress.stepInEpoch += count;
      if (steps === wanted) break;
      inFlight.push(training.finished());
      await yieldToEvents();
      if (!interrupted() && inFlight.length === PIECES_IN_FLIGHT) {
        await this.drawAhead(inFlight.shift() as Promise<void>);
      }
      if (interrupted()) break;
    }
    const reading = this.engine.readLoss(this.parameters);
    this.taker.project();
    const loss = await this.drawAhead(reading);
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
    const { engine, parameters, model, validation } = this;
    const shares: number[] = [];
    function* inputs() {
      for (const { arrays, share } of validation.batches) {
        shares.push(share);
        yield arrays;
      }
    }
    const shared = engine.compute(parameters, model.sharedByScores);
    try {
      const losses = await engine.runEach(parameters, inputs(), model.validationLoss, shared);
      const total = shares.reduce((sum, share) => sum + share, 0);
      return total > 0 ? shares.reduce((sum, share, k) => sum + share * losses[k], 0) / total : null;
    } finally {
      shared.dispose();
    }
  }

  private async makeReady(): Promise<void> {
    const { loss, adam } = this.model;
    const { epoch, path } = this.progressState;
    const batches = (await this.draw(epoch, () => false)) as EpochBatches;
    const training = await this.engine.prepareTraining(this.parameters, batches.batch(0), loss, adam, {
      onProgress: (done, total) => this.onPrepareProgress?.(done, total),
      forms: path?.kind === 'program' ? path.forms : undefined,
      lists: listsToCome(this.model, trainingData(this.dataset).train),
    });
    // Nobody would dispose of it later.
    if (this.disposed) training.dispose();
    this.training = training;
    this.progressState.path = training.path;
  }

  /** The batches of the epoch under way; null when interrupted before all were drawn. */
  private async draw(epoch: number, interrupted: () => boolean): Promise<EpochBatches | null> {
    while (this.drawn?.epoch !== epoch) {
      const batches = this.drawSome(epoch);
      if (batches) {
        this.drawn = { epoch, batches };
        this.drawing = null;
      } else {
        await yieldToEvents();
        if (interrupted()) return null;
      }
    }
    return this.drawn.batches;
  }

  /** Waits for the device. Meanwhile draws the next epoch, once half of this one is queued. */
  private async drawAhead<T>(device: Promise<T>): Promise<T> {
    const { epoch, stepInEpoch } = this.progressState;
    if (stepInEpoch * 2 >= this.stepsPerEpoch && epoch + 1 < this.epochs) {
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      device.then(done, done);
      while (!isDone && !this.drawSome(epoch + 1)) await yieldToEvents();
    }
    return device;
  }

  /** Draws for a few milliseconds. @returns the epoch's batches once all are drawn */
  private drawSome(epoch: number): EpochBatches | null {
    if (this.drawing?.epoch !== epoch) this.drawing = { epoch, pieces: this.source.drawing(epoch), batches: null };
    const { drawing } = this;
    const started = performance.now();
    while (!drawing.batches && performance.now() - started < DRAW_MS) {
      const { done, value } = drawing.pieces.next();
      if (done) drawing.batches = value;
    }
    return drawing.batches;
  }
}

/** A buffer that is too large would end the device, and with it all other runs. */
function assertHolds({ device }: Engine, what: string, elements: number): void {
  if (device.maxBufferBytes === null || 4 * elements <= device.maxBufferBytes) return;
  throw new PlaygroundError(
    'out-of-memory',
    `${what} needs ${4 * elements} bytes, the device has ${device.maxBufferBytes}`,
  );
}

function upTo(snapshots: RunSnapshots | null, last: number): RunSnapshots | null {
  return snapshots && { ...snapshots, epochs: snapshots.epochs.filter(({ epoch }) => epoch <= last) };
}
