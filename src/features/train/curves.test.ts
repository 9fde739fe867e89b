import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '@/data/types';
import type { MetricKey, MetricTable } from '@/eval/types';
import type { ModelId } from '@/models/types';
import { type Run, UNSTARTED } from '@/state/runTypes';
import { DEFAULT_EARLY_STOPPING, type EpochRecord } from '@/train/types';
import { bestValue, chartedRuns, earlyStops, lossCurves, metricCurves, metricLevels, needsRatio, xEnd } from './curves';

function table(ndcg: number): MetricTable {
  return { part: 'valid', numUsers: 9, values: { 'ndcg@10': ndcg } as Record<MetricKey, number> } as MetricTable;
}

function record(epoch: number, trainLoss: number, validLoss: number | null, ndcg: number, isBest = false): EpochRecord {
  return {
    epoch,
    trainLoss,
    validLoss,
    metrics: table(ndcg),
    elapsedMs: epoch * 2000,
    samplesSeen: epoch * 500,
    isBest,
  };
}

function aRun(id: string, model: ModelId, change: Partial<Run> = {}): Run {
  return {
    id,
    request: {
      runId: id,
      model,
      config: { epochs: 20 },
      seed: 1,
      datasetKey: 'data',
      earlyStopping: DEFAULT_EARLY_STOPPING,
    },
    label: id,
    dataset: { key: 'data' } as DatasetSummary,
    neural: model !== 'popularity' && model !== 'random',
    ...UNSTARTED,
    status: 'running',
    createdAt: 0,
    ...change,
  };
}

const history = [record(1, 0.8, 0.6, 0.1), record(2, 0.4, 0.3, 0.2, true), record(3, 0.2, 0.45, 0.15)];

describe('lossCurves', () => {
  it('draws validation bold and training faint, with the unfinished epoch at the end of the training line', () => {
    const run = aRun('a', 'neumf', {
      history,
      lossPoints: [
        { epoch: 0.5, loss: 0.9 },
        { epoch: 3.5, loss: 0.15 },
      ],
    });
    const [curve] = lossCurves([run], 'epoch', false);
    expect(curve.points).toEqual([
      { x: 1, y: 0.6 },
      { x: 2, y: 0.3 },
      { x: 3, y: 0.45 },
    ]);
    expect(curve.faint).toEqual([
      { x: 1, y: 0.8 },
      { x: 2, y: 0.4 },
      { x: 3, y: 0.2 },
      { x: 3.5, y: 0.15 },
    ]);
  });

  it('divides each run by its own first epoch', () => {
    const [curve] = lossCurves([aRun('a', 'neumf', { history })], 'epoch', true);
    expect(curve.points.map((point) => point.y)).toEqual([1, 0.5, 0.75]);
    expect(curve.faint.map((point) => point.y)).toEqual([1, 0.5, 0.25]);
  });

  it('shows the first epoch while it runs, in ratio to its mean so far', () => {
    const lossPoints = [
      { epoch: 0.2, loss: 0.6 },
      { epoch: 0.4, loss: 0.5 },
    ];
    const [curve] = lossCurves([aRun('a', 'neumf', { lossPoints })], 'epoch', true);
    expect(curve.points).toEqual([]);
    expect(curve.faint.map((point) => point.y)).toEqual([1.2, 1]);
  });

  it('leaves a run that ended within its first epoch out of ratios only', () => {
    const run = aRun('a', 'neumf', { lossPoints: [{ epoch: 0.2, loss: 0.6 }], status: 'stopped' });
    expect(lossCurves([run], 'epoch', true)).toEqual([]);
    expect(lossCurves([run], 'epoch', false)[0].faint).toEqual([{ x: 0.2, y: 0.6 }]);
  });

  it('draws the training loss bold where there is no validation loss', () => {
    const [curve] = lossCurves([aRun('a', 'neumf', { history: [record(1, 0.8, null, 0.1)] })], 'epoch', false);
    expect(curve.points).toEqual([{ x: 1, y: 0.8 }]);
    expect(curve.faint).toEqual([]);
  });

  it('leaves baselines out', () => {
    expect(lossCurves([aRun('p', 'popularity')], 'epoch', false)).toEqual([]);
  });
});

describe('needsRatio', () => {
  it('is needed for two models, not for two runs of one', () => {
    const a = aRun('a', 'neumf', { history });
    expect(needsRatio([a, aRun('b', 'neumf', { history })])).toBe(false);
    expect(needsRatio([a, aRun('b', 'sasrec', { history })])).toBe(true);
    expect(needsRatio([a, aRun('b', 'sasrec')])).toBe(false);
  });
});

describe('metricCurves', () => {
  it('rings the best epoch and counts seconds or samples', () => {
    const run = aRun('a', 'neumf', { history });
    expect(metricCurves([run], 'epoch', 'ndcg@10')[0]).toMatchObject({
      points: [
        { x: 1, y: 0.1 },
        { x: 2, y: 0.2 },
        { x: 3, y: 0.15 },
      ],
      best: { x: 2, y: 0.2 },
    });
    expect(metricCurves([run], 'seconds', 'ndcg@10')[0].points.map((point) => point.x)).toEqual([2, 4, 6]);
    expect(metricCurves([run], 'samples', 'ndcg@10')[0].best?.x).toBe(1000);
  });

  it('gives the second run of a model a lighter shade', () => {
    const curves = metricCurves(
      [aRun('a', 'neumf', { history }), aRun('b', 'sasrec', { history }), aRun('c', 'neumf', { history })],
      'epoch',
      'ndcg@10',
    );
    expect(curves.map((curve) => [curve.id, curve.shade])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
    ]);
  });
});

const finished = (reason: 'completed' | 'early-stopped') => ({
  reason,
  bestEpoch: 2,
  valid: table(0.3),
  test: table(0.25),
  inferenceMsPerUser: 1,
  elapsedMs: 9,
});

describe('levels, flags and the axis', () => {
  it('draws finished baselines as levels', () => {
    const runs = [
      aRun('p', 'popularity', { status: 'finished', finished: finished('completed') }),
      aRun('r', 'random'),
      aRun('a', 'neumf', { finished: finished('completed') }),
    ];
    expect(metricLevels(runs, 'ndcg@10')).toEqual([{ id: 'p', label: 'p', model: 'popularity', y: 0.3 }]);
  });

  it("draws no metric of a refit: its zeros are nobody's", () => {
    const nobody = { ...table(0), numUsers: 0 };
    const refit = { ...finished('completed'), valid: nobody };
    const runs = [
      aRun('p', 'popularity', { status: 'finished', finished: refit }),
      aRun('a', 'neumf', { history: history.map((epoch) => ({ ...epoch, metrics: nobody })), finished: refit }),
    ];
    expect(metricLevels(runs, 'ndcg@10')).toEqual([]);
    expect(metricCurves(runs, 'epoch', 'ndcg@10')).toEqual([]);
    expect(runs.map((run) => bestValue(run, 'ndcg@10'))).toEqual([null, null]);
    expect(lossCurves(runs, 'epoch', false).map(({ id }) => id)).toEqual(['a']);
  });

  it('flags only runs that stopped early, at their last epoch', () => {
    const runs = [
      aRun('a', 'neumf', { history, finished: finished('early-stopped') }),
      aRun('b', 'sasrec', { history, finished: finished('completed') }),
    ];
    expect(earlyStops(runs, 'epoch', (run) => `${run.label} stopped`)).toEqual([
      { id: 'a', x: 3, model: 'neumf', label: 'a stopped' },
    ]);
  });

  it('keeps room, in steps, for epochs to come of what trains, and none for what ended or waits', () => {
    const progress = { epochs: 50 } as Run['progress'];
    expect(xEnd([aRun('a', 'neumf', { history, progress })], 'epoch')).toBe(10);
    const long = Array.from({ length: 30 }, (_, index) => record(index + 1, 1, 1, 0.1));
    expect(xEnd([aRun('a', 'neumf', { history: long, progress })], 'epoch')).toBe(50);
    expect(xEnd([aRun('a', 'neumf', { history, progress: { epochs: 5 } as Run['progress'] })], 'epoch')).toBe(5);
    expect(xEnd([aRun('a', 'neumf', { history, progress, status: 'finished' })], 'epoch')).toBe(3);
    expect(
      xEnd([aRun('a', 'neumf', { history, status: 'finished' }), aRun('b', 'sasrec', { status: 'queued' })], 'epoch'),
    ).toBe(3);
    expect(xEnd([aRun('a', 'neumf', { history })], 'seconds')).toBe(6);
    expect(xEnd([], 'epoch')).toBe(1);
  });

  it('charts visible runs of the data set in use', () => {
    const other = aRun('b', 'neumf');
    other.request = { ...other.request, datasetKey: 'other' };
    expect(
      chartedRuns([aRun('a', 'neumf'), other, aRun('c', 'neumf', { hidden: true })], 'data').map((r) => r.id),
    ).toEqual(['a']);
  });

  it('knows the best value of a run in progress and of a finished one', () => {
    expect(bestValue(aRun('a', 'neumf', { history }), 'ndcg@10')).toBe(0.2);
    expect(bestValue(aRun('a', 'neumf', { history, finished: finished('completed') }), 'ndcg@10')).toBe(0.3);
    expect(bestValue(aRun('a', 'neumf'), 'ndcg@10')).toBeNull();
  });
});
