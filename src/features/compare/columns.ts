/** The table's columns: what they sort by and what goes into the CSV. */
import { CUTOFFS, type Cutoff, type MetricKey } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { bestValue } from '../train/curves';
import { testValue } from './groups';

export const COLUMN_IDS = [
  'run',
  'bestEpoch',
  'valid',
  'test',
  'delta',
  'coverage',
  'gini',
  'seconds',
  'parameters',
  'inference',
] as const;

export type ColumnId = (typeof COLUMN_IDS)[number];

/**
 * A run's plain value in a column; null where it has none.
 * @param baseline what `delta` is measured against
 * @param anyway also against a run of another protocol, because a person asked for it
 */
export function columnValue(
  run: Run,
  column: ColumnId,
  metric: MetricKey,
  baseline: Run | null,
  anyway = false,
): number | string | null {
  switch (column) {
    case 'run':
      return run.label;
    case 'bestEpoch':
      return run.finished?.bestEpoch ?? run.history.findLast((record) => record.isBest)?.epoch ?? null;
    case 'valid':
      return bestValue(run, metric);
    case 'test':
      return testValue(run, metric);
    case 'delta':
      return difference(run, baseline, metric, anyway);
    case 'coverage':
    case 'gini':
      return run.finished?.test.lists?.[`${column}@${cutoffOf(metric)}`] ?? null;
    case 'seconds':
      return elapsedMs(run) === null ? null : (elapsedMs(run) as number) / 1000;
    case 'parameters':
      return run.numParameters;
    case 'inference':
      return run.finished?.inferenceMsPerUser ?? null;
  }
}

function difference(run: Run, baseline: Run | null, metric: MetricKey, anyway: boolean): number | null {
  const own = run.finished?.test;
  const other = baseline?.finished?.test;
  return own === undefined || other === undefined || (own.protocol.hash !== other.protocol.hash && !anyway)
    ? null
    : own.values[metric] - other.values[metric];
}

/** Training time without pauses and evaluation. */
function elapsedMs(run: Run): number | null {
  return run.finished?.elapsedMs ?? run.history[run.history.length - 1]?.elapsedMs ?? null;
}

/** The cutoff of what lists are like: the metric's own. */
function cutoffOf(metric: MetricKey): Cutoff {
  return CUTOFFS.find((cutoff) => metric.endsWith(`@${cutoff}`)) ?? 10;
}
