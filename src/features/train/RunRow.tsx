/** One run in the queue: what it is, how far it is, the best it has reached. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/components/cx';
import { formatDuration, formatMetric, formatPercent } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { modelStyle } from '@/components/modelStyle';
import { ProgressBar } from '@/components/ProgressBar';
import type { MetricKey } from '@/eval/types';
import { hasEnded, type Run } from '@/state/runTypes';
import { bestValue } from './curves';
import styles from './RunRow.module.css';

export interface RunRowProps {
  run: Run;
  metric: MetricKey;
  /** of the plate above that the value belongs to (`validProtocols`) */
  mark?: string;
  open: boolean;
  onToggle: (runId: string) => void;
  /** of another data set */
  elsewhere?: boolean;
}

export const RunRow = memo(function RunRow({ run, metric, mark, open, onToggle, elsewhere }: RunRowProps) {
  const { t } = useTranslation('train');
  const value = bestValue(run, metric);
  return (
    <button
      type="button"
      className={cx(styles.row, elsewhere && styles.elsewhere)}
      style={open ? { background: modelStyle(run.request.model).pale } : undefined}
      aria-expanded={open}
      onClick={() => onToggle(run.id)}
      data-testid="run-row"
      data-run-id={run.id}
      data-model={run.request.model}
      data-status={run.status}
    >
      <span className={styles.line}>
        <ModelSwatch model={run.request.model} />
        <span className={styles.label}>{run.label}</span>
        <span className={cx(styles.state, run.status === 'failed' && styles.failed)}>{stateOf(run, t)}</span>
        <span className={styles.value}>
          {value === null ? '–' : formatMetric(value, 3)}
          {value !== null && mark}
        </span>
      </span>
      {(run.neural || isBeingFitted(run)) && (
        <ProgressBar
          value={progressOf(run)}
          label={t('queue.progress', { label: run.label })}
          model={run.request.model}
        />
      )}
    </button>
  );
});

function stateOf(run: Run, t: (key: string, values?: Record<string, string | number>) => string): string {
  const epochsDone = run.history.length === 0 ? 0 : run.history[run.history.length - 1].epoch;
  const epochs = run.progress?.epochs ?? Number(run.request.config.epochs ?? 0);
  switch (run.status) {
    case 'queued':
      return t('state.queued');
    case 'preparing':
      return run.preparing === null ? t('state.preparing') : t('state.compiling', run.preparing);
    case 'running':
      return run.neural ? t('state.epoch', { epoch: run.progress?.epoch ?? 1, epochs }) : fittingState(run, t);
    case 'evaluating':
      return t('state.evaluating');
    case 'paused':
      return t('state.paused', { epoch: run.progress?.epoch ?? 1, epochs });
    case 'finished':
      if (run.fromFile !== null) return t('state.fromFile', { epoch: epochsDone });
      return run.neural
        ? t(run.finished?.reason === 'early-stopped' ? 'state.stoppedEarly' : 'state.finished', { epoch: epochsDone })
        : t('state.fitted', { time: fitTime(run.finished?.elapsedMs ?? 0, t) });
    case 'stopped':
      if (!run.neural) {
        return t('state.cancelled');
      }
      return epochsDone === 0 ? t('state.stoppedFirst') : t('state.stopped', { epoch: epochsDone });
    case 'interrupted':
      return t('state.interrupted', { epoch: epochsDone });
    case 'failed':
      return t('state.failed');
  }
}

/** A moment of fitting needs no bar. */
function isBeingFitted(run: Run): boolean {
  return !hasEnded(run.status) && run.progress !== null;
}

function fittingState(run: Run, t: (key: string, values?: Record<string, string | number>) => string): string {
  return run.progress === null
    ? t('state.running')
    : t('state.fitting', { percent: formatPercent(progressOf(run) ?? 0) });
}

/** Clocks of browsers are coarse on purpose: less than a millisecond is all that can be told. */
function fitTime(ms: number, t: (key: string) => string): string {
  return ms < 1 ? t('state.underOneMillisecond') : formatDuration(ms);
}

/** 0..1 of all epochs; null while nothing can be told. */
function progressOf(run: Run): number | null {
  if (run.status === 'interrupted') {
    return run.history.length / Math.max(1, Number(run.request.config.epochs ?? 1));
  }
  if (hasEnded(run.status)) {
    return 1;
  }
  if (run.status === 'preparing') {
    return run.preparing && run.preparing.done / Math.max(1, run.preparing.total);
  }
  if (run.progress === null) {
    return 0;
  }
  const { epoch, stepInEpoch, stepsPerEpoch, epochs } = run.progress;
  return (epoch - 1 + stepInEpoch / Math.max(1, stepsPerEpoch)) / Math.max(1, epochs);
}
