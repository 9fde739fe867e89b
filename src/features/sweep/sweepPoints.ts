/** What a sweep's chart and table show: each value with what its run reached. */
import type { MetricKey } from '@/eval/types';
import type { ConfigValue } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { type Sweep, sweptValue } from '@/state/sweeps';
import { bestValue } from '../train/curves';

export interface SweepPoint {
  run: Run;
  value: ConfigValue;
  /** of the best epoch so far; null before the first */
  valid: number | null;
  /** read once, when the run has ended */
  test: number | null;
  /** highest on validation among all that have ended; there is none while fewer than two have */
  isBest: boolean;
}

/** One point for each value, numbers in ascending order; of runs with the same value the newest. */
export function sweepPoints(sweep: Sweep, metric: MetricKey): SweepPoint[] {
  const byValue = new Map<string, Run>();
  for (const run of sweep.runs) byValue.set(JSON.stringify(sweptValue(run, sweep.parameter)), run);
  const points = [...byValue.values()].map((run) => ({
    run,
    value: sweptValue(run, sweep.parameter),
    valid: bestValue(run, metric),
    test: run.finished?.test.values[metric] ?? null,
    isBest: false,
  }));
  const ended = points.filter(({ run, valid }) => run.finished !== null && valid !== null);
  const best = Math.max(...ended.map(({ valid }) => valid as number));
  if (ended.length > 1) for (const point of ended) point.isBest = point.valid === best;
  return points.every(({ value }) => typeof value === 'number')
    ? points.sort((a, b) => (a.value as number) - (b.value as number))
    : points;
}

/** Mean and sample standard deviation; null for fewer than two numbers. */
export function spreadOf(values: readonly (number | null)[]): { mean: number; sd: number; count: number } | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1);
  return { mean, sd: Math.sqrt(variance), count: known.length };
}
