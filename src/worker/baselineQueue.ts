/**
 * Baselines being fitted, on the CPU worker. One with nothing to set takes a moment and is fitted at once; the others
 * take their turns, so that five of EASE do not ask for five times the memory.
 */

import type { PreparedDataset } from '@/data/types';
import type { EvaluationResult } from '@/eval/evaluate';
import { evaluateScope } from '@/eval/measure';
import { FULL_RANKING } from '@/eval/protocol';
import { PlaygroundError, toErrorData } from '@/lib/errors';
import { modelSpec } from '@/models/catalog';
import { BASELINES } from '@/models/registry';
import { trainingData } from '@/models/trainingData';
import type { BaselineId, FitControl, FittedBaseline } from '@/models/types';
import type { RunRequest } from '@/train/types';
import type { RunEvent } from './protocol';

/** Into how many steps a fit is divided for the progress bar. */
const STEPS = 1000;

export interface BaselineQueueOptions {
  emit(event: RunEvent): void;
  /** @throws PlaygroundError 'unknown' for a key that nobody gave out */
  prepared(datasetKey: string): PreparedDataset;
  /** is given each baseline as soon as it is fitted */
  hold(runId: string, dataset: PreparedDataset, fitted: FittedBaseline): void;
  /** is given the full ranking on each part, before the run is said to be finished */
  evaluated(runId: string, evaluation: EvaluationResult): void;
}

export class BaselineQueue {
  private readonly stops = new Map<string, AbortController>();
  private lastTurn: Promise<void> = Promise.resolve();

  constructor(private readonly options: BaselineQueueOptions) {}

  /** Fits and measures. Ends with an event: 'finished', 'failed', or status 'stopped'. Never rejects. */
  fit(request: RunRequest): Promise<void> {
    const stop = new AbortController();
    this.stops.set(request.runId, stop);
    const work = () => this.run(request, stop.signal).finally(() => this.stops.delete(request.runId));
    if (modelSpec(request.model).parameters.length === 0) return work();
    const turn = this.lastTurn.then(work);
    this.lastTurn = turn;
    return turn;
  }

  /** Takes effect within a tenth of a second or two; a run that has ended stays as it is. */
  stop(runId: string): void {
    this.stops.get(runId)?.abort();
  }

  private async run(request: RunRequest, signal: AbortSignal): Promise<void> {
    const { runId } = request;
    const { emit } = this.options;
    try {
      if (signal.aborted) throw new PlaygroundError('cancelled', 'stopped before its turn');
      emit({ type: 'status', runId, status: 'running', numParameters: 0, stepsPerEpoch: 0 });
      const dataset = this.options.prepared(request.datasetKey);
      const shouldStop = () => signal.aborted;
      const began = performance.now();
      const fitted = await fitBaseline(request, dataset, {
        shouldStop,
        onProgress: (fraction) => emit(progressOf(runId, fraction, performance.now() - began)),
      });
      const elapsedMs = performance.now() - began;
      this.options.hold(runId, dataset, fitted);
      emit({ type: 'status', runId, status: 'evaluating' });
      const valid = await evaluateScope(fitted, dataset, 'valid', FULL_RANKING, { shouldStop });
      const test = await evaluateScope(fitted, dataset, 'test', FULL_RANKING, { shouldStop });
      for (const evaluation of [valid, test]) this.options.evaluated(runId, evaluation);
      emit({
        type: 'finished',
        runId,
        reason: 'completed',
        bestEpoch: null,
        valid: valid.table,
        test: test.table,
        inferenceMsPerUser: test.scoringMsPerUser,
        elapsedMs,
      });
    } catch (error) {
      if (signal.aborted) emit({ type: 'status', runId, status: 'stopped' });
      else emit({ type: 'failed', runId, error: toErrorData(error) });
    }
  }
}

function progressOf(runId: string, fraction: number, elapsedMs: number): RunEvent {
  return {
    type: 'progress',
    runId,
    epoch: 1,
    epochs: 1,
    stepInEpoch: Math.round(fraction * STEPS),
    stepsPerEpoch: STEPS,
    trainLoss: null,
    samplesPerSecond: 0,
    remainingMs: fraction > 0 ? (elapsedMs / fraction) * (1 - fraction) : null,
  };
}

/** Fits without telling anybody. @throws PlaygroundError as `FitBaseline` does */
export function fitBaseline(
  request: RunRequest,
  dataset: PreparedDataset,
  control: FitControl = {},
): Promise<FittedBaseline> {
  return BASELINES[request.model as BaselineId](request.config, trainingData(dataset), request.seed, control);
}
