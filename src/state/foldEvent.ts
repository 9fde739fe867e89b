/**
 * How one worker event changes what the page knows about runs. Pure: the same state comes back where nothing changed,
 * so that components that look at other runs do not render.
 */
import type { RunEvent } from '@/worker/protocol';
import {
  hasEnded,
  isWorking,
  type LogEntry,
  MAX_LOG,
  MAX_LOSS_POINTS,
  MAX_SPEEDS,
  type Run,
  type RunsState,
} from './runTypes';

/**
 * @param now milliseconds since 1970, for the log
 * @returns the next state; an event of a run that was removed changes nothing
 */
export function foldEvent<S extends RunsState>(state: S, event: RunEvent, now: number): S {
  if (event.type === 'log') {
    return { ...state, log: appendLog(state.log, now, event.runId, event.key, event.values) };
  }
  if (event.type === 'device-lost') {
    // The queue pauses its runs and keeps their best epochs: they go on when a device is opened again.
    return { ...state, playing: false, log: appendLog(state.log, now, null, 'deviceLost', {}) };
  }
  const index = state.runs.findIndex((run) => run.id === event.runId);
  if (index < 0) {
    return state;
  }
  const before = state.runs[index];
  const after = foldRun(before, event);
  const runs = state.runs.slice();
  runs[index] = after;
  return { ...state, runs, activeRunId: nextActive(state, runs, after), log: logOf(state.log, now, before, event) };
}

function foldRun(run: Run, event: Exclude<RunEvent, { type: 'log' | 'device-lost' }>): Run {
  switch (event.type) {
    case 'status':
      return {
        ...run,
        status: event.status,
        numParameters: event.numParameters ?? run.numParameters,
        stepsPerEpoch: event.stepsPerEpoch ?? run.stepsPerEpoch,
        preparing: event.status === 'preparing' ? run.preparing : null,
      };
    case 'preparing':
      return { ...run, preparing: { done: event.done, total: event.total } };
    case 'path':
      return { ...run, path: event.path };
    case 'progress': {
      const { type: _type, runId: _runId, ...progress } = event;
      const epoch = event.epoch - 1 + event.stepInEpoch / Math.max(1, event.stepsPerEpoch);
      // A run that went back to its best epoch after a lost device draws its line again from there.
      const earlier = run.lossPoints.filter((point) => point.epoch < epoch);
      return {
        ...run,
        progress,
        stepsPerEpoch: event.stepsPerEpoch,
        lossPoints: event.trainLoss === null ? earlier : thin([...earlier, { epoch, loss: event.trainLoss }]),
        speeds: event.samplesPerSecond > 0 ? [...run.speeds, event.samplesPerSecond].slice(-MAX_SPEEDS) : run.speeds,
      };
    }
    case 'epoch': {
      // A best epoch takes the mark from the one before it; the worker only knows the past when it sends a record.
      const earlier = run.history
        .filter((record) => record.epoch < event.record.epoch)
        .map((record) => (record.isBest && event.record.isBest ? { ...record, isBest: false } : record));
      return { ...run, history: [...earlier, event.record] };
    }
    case 'finished': {
      const { type: _type, runId: _runId, ...finished } = event;
      return { ...run, status: event.reason === 'stopped' ? 'stopped' : 'finished', finished };
    }
    case 'failed':
      return { ...run, status: 'failed', error: event.error };
  }
}

/** Halves the points when there are too many, keeping the first and the newest. */
function thin<T>(points: T[]): T[] {
  return points.length <= MAX_LOSS_POINTS
    ? points
    : points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
}

/** The active run stays while it is at work; otherwise the run that just began to work takes over. */
function nextActive(state: RunsState, runs: Run[], changed: Run): string | null {
  const active = runs.find((run) => run.id === state.activeRunId);
  if (!changed.neural || !isWorking(changed.status)) {
    return state.activeRunId;
  }
  return active === undefined || !active.neural || hasEnded(active.status) || active.status === 'queued'
    ? changed.id
    : state.activeRunId;
}

/** Lines that follow from events themselves, in the log beside those that the worker writes. */
function logOf(
  log: LogEntry[],
  now: number,
  run: Run,
  event: Exclude<RunEvent, { type: 'log' | 'device-lost' }>,
): LogEntry[] {
  switch (event.type) {
    case 'epoch':
      // Without anyone to validate on (a refit) every epoch is kept, and none is known to be better.
      return event.record.isBest && event.record.metrics.numUsers > 0
        ? appendLog(log, now, run.id, 'newBest', {
            epoch: event.record.epoch,
            metric: run.request.earlyStopping.metric,
            value: event.record.metrics.values[run.request.earlyStopping.metric],
          })
        : log;
    case 'finished':
      return appendLog(log, now, run.id, run.neural ? event.reason : 'fitted', {
        epoch: event.bestEpoch ?? 0,
        elapsedMs: event.elapsedMs,
      });
    case 'status':
      // Only a baseline ends without a result: a neural run that is stopped keeps its best epoch.
      return event.status === 'stopped' ? appendLog(log, now, run.id, 'cancelled', {}) : log;
    case 'failed':
      return appendLog(log, now, run.id, 'failed', { code: event.error.code });
    case 'path':
      return event.path.kind === 'program'
        ? appendLog(log, now, run.id, 'replayed', { count: event.path.dispatches })
        : appendLog(log, now, run.id, 'opByOp', { reason: event.path.reason });
    default:
      return log;
  }
}

function appendLog(
  log: LogEntry[],
  time: number,
  runId: string | null,
  key: string,
  values: LogEntry['values'],
): LogEntry[] {
  const id = (log[log.length - 1]?.id ?? 0) + 1;
  return [...log, { id, time, runId, key, values }].slice(-MAX_LOG);
}
