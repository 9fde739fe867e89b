import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '@/data/types';
import type { MetricKey, MetricTable } from '@/eval/types';
import { DEFAULT_EARLY_STOPPING } from '@/train/types';
import type { RunEvent } from '@/worker/protocol';
import { foldEvent } from './foldEvent';
import { MAX_LOG, MAX_LOSS_POINTS, MAX_SPEEDS, type Run, type RunsState, UNSTARTED } from './runTypes';

function aRun(id: string, change: Partial<Run> = {}): Run {
  return {
    id,
    request: {
      runId: id,
      model: 'neumf',
      config: {},
      seed: 42,
      datasetKey: 'data',
      earlyStopping: DEFAULT_EARLY_STOPPING,
    },
    label: id,
    dataset: { key: 'data' } as DatasetSummary,
    neural: true,
    ...UNSTARTED,
    createdAt: 0,
    ...change,
  };
}

function aState(...runs: Run[]): RunsState {
  return { runs, activeRunId: null, playing: true, queueMode: 'race', log: [] };
}

function metrics(ndcg: number): MetricTable {
  return { part: 'valid', numUsers: 3, values: { 'ndcg@10': ndcg } as Record<MetricKey, number> } as MetricTable;
}

function epoch(runId: string, number: number, ndcg: number, isBest: boolean): RunEvent {
  return {
    type: 'epoch',
    runId,
    evaluationMs: 5,
    record: {
      epoch: number,
      trainLoss: 1 / number,
      validLoss: null,
      metrics: metrics(ndcg),
      elapsedMs: number * 100,
      samplesSeen: number * 64,
      isBest,
    },
  };
}

function progress(runId: string, number: number, step: number, loss: number | null, speed = 1000): RunEvent {
  return {
    type: 'progress',
    runId,
    epoch: number,
    stepInEpoch: step,
    stepsPerEpoch: 10,
    epochs: 20,
    trainLoss: loss,
    samplesPerSecond: speed,
    remainingMs: 500,
  };
}

function foldAll(state: RunsState, events: RunEvent[]): RunsState {
  return events.reduce((current, event, index) => foldEvent(current, event, index), state);
}

describe('foldEvent', () => {
  it('ends a baseline that was cancelled, without a result, and says so', () => {
    const state = aState(aRun('ease', { neural: false, status: 'running' }));
    const after = foldEvent(state, { type: 'status', runId: 'ease', status: 'stopped' }, 5);
    expect(after.runs[0]).toMatchObject({ status: 'stopped', finished: null, error: null });
    expect(after.log).toMatchObject([{ runId: 'ease', key: 'cancelled' }]);
  });

  it('shows how far compiling is, until the run goes on', () => {
    const state = aState(aRun('a', { status: 'preparing' }));
    const compiling = foldEvent(state, { type: 'preparing', runId: 'a', done: 12, total: 18 }, 0);
    expect(compiling.runs[0].preparing).toEqual({ done: 12, total: 18 });
    const again = foldEvent(compiling, { type: 'status', runId: 'a', status: 'preparing' }, 0);
    expect(again.runs[0].preparing).toEqual({ done: 12, total: 18 });
    for (const status of ['running', 'paused'] as const) {
      expect(foldEvent(compiling, { type: 'status', runId: 'a', status }, 0).runs[0].preparing).toBe(null);
    }
  });

  it('keeps how steps run, and writes it down', () => {
    const state = aState(aRun('a', { status: 'preparing' }));
    const program = { kind: 'program', dispatches: 14, gpuBytes: 1e6 } as const;
    const replayed = foldEvent(state, { type: 'path', runId: 'a', path: program }, 5);
    expect(replayed.runs[0].path).toBe(program);
    expect(replayed.log).toMatchObject([{ runId: 'a', key: 'replayed', values: { count: 14 } }]);
    const eager = { kind: 'eager', reason: 'only WebGPU replays steps' } as const;
    const { log } = foldEvent(replayed, { type: 'path', runId: 'a', path: eager }, 6);
    expect(log[1]).toMatchObject({ key: 'opByOp', values: { reason: eager.reason } });
  });

  it('leaves other runs untouched, so that what shows them does not render', () => {
    const state = aState(aRun('a'), aRun('b'));
    const next = foldEvent(state, progress('a', 1, 1, 0.7), 0);
    expect(next.runs[1]).toBe(state.runs[1]);
    expect(next.runs[0]).not.toBe(state.runs[0]);
  });

  it('ignores events of a run that was removed', () => {
    const state = aState(aRun('a'));
    expect(foldEvent(state, epoch('gone', 1, 0.1, true), 0)).toBe(state);
  });

  it('keeps what a status event does not say', () => {
    const state = foldAll(aState(aRun('a')), [
      { type: 'status', runId: 'a', status: 'preparing', numParameters: 123, stepsPerEpoch: 7 },
      { type: 'status', runId: 'a', status: 'running' },
    ]);
    expect(state.runs[0]).toMatchObject({ status: 'running', numParameters: 123, stepsPerEpoch: 7 });
  });

  it('places losses between the epochs and skips measures without a loss', () => {
    const state = foldAll(aState(aRun('a')), [
      progress('a', 1, 5, 0.7),
      progress('a', 1, 8, null),
      progress('a', 2, 1, 0.6),
    ]);
    expect(state.runs[0].lossPoints).toEqual([
      { epoch: 0.5, loss: 0.7 },
      { epoch: 1.1, loss: 0.6 },
    ]);
    expect(state.runs[0].progress).toMatchObject({ epoch: 2, stepInEpoch: 1, remainingMs: 500 });
  });

  it('thins long loss curves but keeps the first and the newest point', () => {
    const events = Array.from({ length: 2000 }, (_, i) =>
      progress('a', 1 + Math.floor(i / 10), (i % 10) + 1, 2000 - i),
    );
    const { lossPoints, speeds } = foldAll(aState(aRun('a')), events).runs[0];
    expect(lossPoints.length).toBeLessThanOrEqual(MAX_LOSS_POINTS);
    expect(lossPoints.length).toBeGreaterThan(MAX_LOSS_POINTS / 2 - 1);
    expect(lossPoints[0]).toEqual({ epoch: 0.1, loss: 2000 });
    expect(lossPoints[lossPoints.length - 1]).toEqual({ epoch: 200, loss: 1 });
    expect(lossPoints.map((point) => point.epoch)).toEqual(
      lossPoints.map((point) => point.epoch).sort((a, b) => a - b),
    );
    expect(speeds).toHaveLength(MAX_SPEEDS);
  });

  it('marks only the newest best epoch as best and logs it', () => {
    const state = foldAll(aState(aRun('a')), [
      epoch('a', 1, 0.1, true),
      epoch('a', 2, 0.2, true),
      epoch('a', 3, 0.15, false),
    ]);
    expect(state.runs[0].history.map((record) => record.isBest)).toEqual([false, true, false]);
    expect(state.log.map(({ key, values }) => [key, values.epoch, values.value])).toEqual([
      ['newBest', 1, 0.1],
      ['newBest', 2, 0.2],
    ]);
  });

  it('tells a run that was stopped from one that ran out', () => {
    const finished = {
      type: 'finished' as const,
      bestEpoch: 4,
      valid: metrics(0.2),
      test: metrics(0.1),
      inferenceMsPerUser: 0.1,
      elapsedMs: 900,
    };
    const state = foldAll(aState(aRun('a'), aRun('b')), [
      { ...finished, runId: 'a', reason: 'stopped' },
      { ...finished, runId: 'b', reason: 'early-stopped' },
    ]);
    expect(state.runs.map((run) => run.status)).toEqual(['stopped', 'finished']);
    expect(state.runs[1].finished).toMatchObject({ reason: 'early-stopped', bestEpoch: 4 });
    expect(state.runs[1].finished).not.toHaveProperty('runId');
  });

  it('follows the run that begins to work, unless the followed one still works', () => {
    const begin = (runId: string): RunEvent => ({ type: 'status', runId, status: 'running' });
    const first = foldEvent(aState(aRun('a'), aRun('b')), begin('a'), 0);
    expect(first.activeRunId).toBe('a');
    const both = foldEvent(first, begin('b'), 0);
    expect(both.activeRunId).toBe('a');
    const ended = foldAll(both, [
      { type: 'failed', runId: 'a', error: { code: 'nan-loss', message: '', details: {} } },
      begin('b'),
    ]);
    expect(ended.activeRunId).toBe('b');
  });

  it('never follows a baseline', () => {
    const state = aState(aRun('p', { neural: false }));
    expect(foldEvent(state, { type: 'status', runId: 'p', status: 'running' }, 0).activeRunId).toBeNull();
  });

  it('stops playing when the device is lost, and leaves the runs to the queue, which keeps them', () => {
    const before = aState(aRun('running', { status: 'running' }), aRun('done', { status: 'finished' }));
    const state = foldEvent(
      before,
      { type: 'device-lost', error: { code: 'device-lost', message: 'gone', details: {} } },
      0,
    );
    expect(state.playing).toBe(false);
    expect(state.runs).toBe(before.runs);
    expect(state.log).toHaveLength(1);
  });

  it('draws again from where a run went back to', () => {
    const state = foldAll(aState(aRun('a')), [
      epoch('a', 1, 0.2, true),
      epoch('a', 2, 0.1, false),
      progress('a', 3, 5, 0.4),
      progress('a', 2, 5, 0.5),
      epoch('a', 2, 0.3, true),
    ]);
    expect(state.runs[0].history.map((record) => [record.epoch, record.isBest])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(state.runs[0].lossPoints).toEqual([{ epoch: 1.5, loss: 0.5 }]);
  });

  it('keeps the newest lines of the log, each with its own id', () => {
    const events = Array.from(
      { length: MAX_LOG + 50 },
      (_, i): RunEvent => ({
        type: 'log',
        runId: null,
        key: 'evaluated',
        values: { i },
      }),
    );
    const { log } = foldAll(aState(), events);
    expect(log).toHaveLength(MAX_LOG);
    expect(log[MAX_LOG - 1].values.i).toBe(MAX_LOG + 49);
    expect(new Set(log.map((entry) => entry.id)).size).toBe(MAX_LOG);
  });
});
