/** The table's columns: what they show, what they sort by, and what goes into the CSV. */
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey, UserComparison } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { bestValue } from '../train/curves';
import { isMeasuredAlike, testValue } from './groups';

/** Columns that are seen together; a table of all would be wider than any screen. */
export const COLUMN_SETS = {
  overview: ['run', 'bestEpoch', 'valid', 'test', 'delta', 'coverage', 'gini', 'seconds', 'parameters', 'inference'],
  differences: ['run', 'test', 'delta', 'interval', 'pValue', 'winTieLoss'],
  lists: ['run', 'test', 'coverage', 'gini', 'meanPopularity', 'novelty', 'longTail'],
} as const;
export type ColumnSetId = keyof typeof COLUMN_SETS;
export type ColumnId = (typeof COLUMN_SETS)[ColumnSetId][number];

/** One plain value each, of all sets: the CSV's columns. */
export const VALUE_IDS = [
  'run',
  'bestEpoch',
  'valid',
  'test',
  'delta',
  'low',
  'high',
  'pValue',
  'wins',
  'ties',
  'losses',
  'coverage',
  'gini',
  'meanPopularity',
  'novelty',
  'longTail',
  'seconds',
  'parameters',
  'inference',
] as const;
export type ValueId = (typeof VALUE_IDS)[number];

/** What a column is sorted by. */
export function sortedBy(column: ColumnId): ValueId {
  if (column === 'interval') return 'low';
  return column === 'winTieLoss' ? 'wins' : column;
}

export interface ColumnContext {
  metric: MetricKey;
  /** what differences are measured against */
  baseline: Run | null;
  /** paired tests against the baseline, by run id */
  verdicts?: ReadonlyMap<string, UserComparison> | null;
  /** also measure against a run of another protocol, because a person asked for it */
  anyway?: boolean;
}

/** A run's plain value in a column; null where it has none. */
export function columnValue(run: Run, value: ValueId, context: ColumnContext): number | string | null {
  const { metric } = context;
  const verdict = context.verdicts?.get(run.id);
  switch (value) {
    case 'run':
      return run.label;
    case 'bestEpoch':
      return run.finished?.bestEpoch ?? run.history.findLast((record) => record.isBest)?.epoch ?? null;
    case 'valid':
      return bestValue(run, metric);
    case 'test':
      return testValue(run, metric);
    case 'delta':
      return difference(run, context);
    case 'low':
    case 'high':
      return verdict?.interval[value] ?? null;
    case 'pValue':
      return verdict?.adjustedPValue ?? null;
    case 'wins':
    case 'ties':
    case 'losses':
      return verdict?.[value] ?? null;
    case 'coverage':
    case 'gini':
    case 'meanPopularity':
    case 'novelty':
    case 'longTail':
      return run.finished?.test.lists?.[`${value}@${cutoffOf(metric)}`] ?? null;
    case 'seconds':
      return elapsedMs(run) === null ? null : (elapsedMs(run) as number) / 1000;
    case 'parameters':
      return run.numParameters;
    case 'inference':
      return run.finished?.inferenceMsPerUser ?? null;
  }
}

function difference(run: Run, { baseline, metric, anyway = false }: ColumnContext): number | null {
  const own = run.finished?.test;
  const other = baseline?.finished?.test;
  return baseline === null || !own || !other || !(anyway || isMeasuredAlike(run, baseline))
    ? null
    : own.values[metric] - other.values[metric];
}

/** Training time without pauses and evaluation. */
function elapsedMs(run: Run): number | null {
  return run.finished?.elapsedMs ?? run.history[run.history.length - 1]?.elapsedMs ?? null;
}
