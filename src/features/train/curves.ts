/** From runs to what the charts draw. Pure, so that the charts' rules can be tested without drawing. */
import type { Curve, Flag, Level, Point } from '@/components/charts/types';
import type { MetricKey, MetricTable } from '@/eval/types';
import { hasEnded, type Run } from '@/state/runTypes';
import type { EpochRecord } from '@/train/types';
import { marksOf } from './validProtocols';

/** What the x axis counts. */
export type XAxisKind = 'epoch' | 'seconds' | 'samples';
export const X_AXIS_KINDS: XAxisKind[] = ['epoch', 'seconds', 'samples'];

/** Runs that belong on the charts: of the data set in use, and not hidden. */
export function chartedRuns(runs: readonly Run[], datasetKey: string | null): Run[] {
  return runs.filter((run) => run.request.datasetKey === datasetKey && !run.hidden);
}

/** Losses of different models are on different scales: they share an axis only as a ratio. */
export function needsRatio(runs: readonly Run[]): boolean {
  return new Set(runs.filter((run) => run.neural && hasLoss(run)).map((run) => run.request.model)).size > 1;
}

/**
 * Validation loss of each neural run (bold), training loss behind it (faint).
 * @param ratio divides each run's losses by its own loss in the first epoch
 */
export function lossCurves(runs: readonly Run[], axis: XAxisKind, ratio: boolean): Curve[] {
  return (
    runs
      // A run that ended within its first epoch has nothing to be divided by.
      .filter((run) => run.neural && hasLoss(run) && !(ratio && run.history.length === 0 && hasEnded(run.status)))
      .map((run) => {
        const { valid, train } = lossDivisors(run, ratio);
        const points = run.history.flatMap((record) =>
          record.validLoss === null ? [] : [{ x: xOf(record, axis), y: record.validLoss / valid }],
        );
        const faint = [
          ...run.history.map((record) => ({ x: xOf(record, axis), y: record.trainLoss / train })),
          ...unfinishedEpoch(run, axis).map(({ x, y }) => ({ x, y: y / train })),
        ];
        // Without a validation loss the training loss is the curve.
        const onlyTrain = run.history.length > 0 && points.length === 0;
        return {
          ...named(run, runs),
          points: onlyTrain ? faint : points,
          faint: onlyTrain ? [] : faint,
          best: null,
        };
      })
  );
}

/**
 * A validation metric of each neural run, its best epoch ringed; none for a run that has nobody to validate on. Names carry
 * the marks of `validProtocols`.
 */
export function metricCurves(runs: readonly Run[], axis: XAxisKind, metric: MetricKey): Curve[] {
  const markOf = marksOf(runs);
  return runs
    .filter((run) => run.neural && run.history.some((record) => isMeasured(record.metrics)))
    .map((run) => {
      const best = bestRecord(run);
      return {
        ...named(run, runs),
        label: run.label + markOf(run),
        points: run.history.map((record) => ({ x: xOf(record, axis), y: record.metrics.values[metric] })),
        faint: [],
        best: best === null ? null : { x: xOf(best, axis), y: best.metrics.values[metric] },
      };
    });
}

/** Baselines need no training: horizontal lines, marked as curves are. */
export function metricLevels(runs: readonly Run[], metric: MetricKey): Level[] {
  const markOf = marksOf(runs);
  return runs.flatMap((run) =>
    run.neural || run.finished === null || !isMeasured(run.finished.valid)
      ? []
      : [
          {
            id: run.id,
            label: run.label + markOf(run),
            model: run.request.model,
            y: run.finished.valid.values[metric],
          },
        ],
  );
}

/** A flag where early stopping ended a run. */
export function earlyStops(runs: readonly Run[], axis: XAxisKind, label: (run: Run) => string): Flag[] {
  return runs.flatMap((run) => {
    const last = run.history[run.history.length - 1];
    return run.finished?.reason !== 'early-stopped' || last === undefined
      ? []
      : [{ id: run.id, x: xOf(last, axis), model: run.request.model, label: label(run) }];
  });
}

/** Ends of the epoch axis: it grows in steps, so that it neither creeps nor leaves most of the chart empty. */
const EPOCH_ENDS = [10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000];

/** How far the x axis reaches. Epochs still to come get room in steps; what waits or has ended gets none. */
export function xEnd(runs: readonly Run[], axis: XAxisKind): number {
  return Math.max(
    axis === 'epoch' ? 1 : 0,
    ...runs
      .filter((run) => run.neural)
      .map((run) => {
        const last = run.history[run.history.length - 1];
        if (axis !== 'epoch') {
          return last === undefined ? 0 : xOf(last, axis);
        }
        const done = last?.epoch ?? 0;
        if (run.progress === null || hasEnded(run.status)) {
          return done;
        }
        return Math.min(run.progress.epochs, EPOCH_ENDS.find((end) => end > done) ?? run.progress.epochs);
      }),
  );
}

/** The epoch that is kept; null before the first epoch's end. */
export function bestRecord(run: Run): EpochRecord | null {
  return run.history.findLast((record) => record.isBest) ?? null;
}

/** Whether there was anyone to measure on: a refit has no validation part, and its zeros mean nothing. */
function isMeasured(table: MetricTable): boolean {
  return table.numUsers !== 0;
}

/** The best value of a validation metric: of the epoch that is kept, or of the baseline; null where there is none. */
export function bestValue(run: Run, metric: MetricKey): number | null {
  const table = run.finished?.valid ?? bestRecord(run)?.metrics;
  return table && isMeasured(table) ? (table.values[metric] ?? null) : null;
}

function xOf(record: EpochRecord, axis: XAxisKind): number {
  return axis === 'epoch' ? record.epoch : axis === 'seconds' ? record.elapsedMs / 1000 : record.samplesSeen;
}

function hasLoss(run: Run): boolean {
  return run.history.length > 0 || run.lossPoints.length > 0;
}

/** The shade counts all runs of the model, so that a run looks alike in all charts. */
function named(run: Run, runs: readonly Run[]) {
  const { model } = run.request;
  const shade = runs.filter((other) => other.request.model === model).indexOf(run);
  return { id: run.id, label: run.label, model, shade };
}

/** Points of the epoch that has not ended, on the epoch axis only: other axes know no places within an epoch. */
function unfinishedEpoch(run: Run, axis: XAxisKind): Point[] {
  if (axis !== 'epoch') {
    return [];
  }
  const done = run.history[run.history.length - 1]?.epoch ?? 0;
  return run.lossPoints.filter((point) => point.epoch > done).map((point) => ({ x: point.epoch, y: point.loss }));
}

function lossDivisors(run: Run, ratio: boolean): { train: number; valid: number } {
  if (!ratio) {
    return { train: 1, valid: 1 };
  }
  const first = run.history[0];
  // Within the first epoch its loss so far stands for it.
  const train = first?.trainLoss ?? run.lossPoints[run.lossPoints.length - 1]?.loss ?? 1;
  return { train, valid: first?.validLoss ?? train };
}
