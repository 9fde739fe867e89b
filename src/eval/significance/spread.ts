/**
 * Two kinds of doubt, apart. Training again with another seed gives another mean (`seedSd`); measuring on other users of the
 * same kind would (`userStandardError`). A difference between two models that is small against the first may be luck of the
 * seed however many users there are.
 */
import { PlaygroundError } from '@/lib/errors';
import type { MetricKey, Spread, UserMetrics } from '../types';

/**
 * @param runs one model, trained with different seeds, measured under one protocol
 * @throws PlaygroundError 'invalid-config' without runs, or if one has no users
 */
export function spread(runs: readonly UserMetrics[], metric: MetricKey): Spread {
  const measured = runs.map(({ values }) => moments(values[metric]));
  if (measured.length === 0 || measured.some(({ count }) => count === 0)) {
    throw new PlaygroundError('invalid-config', 'spread needs at least one run, and users in each');
  }
  const means = moments(measured.map(({ mean }) => mean));
  const squaredErrors = measured.map(({ variance, count }) => (variance ?? 0) / count);
  return {
    numRuns: measured.length,
    mean: means.mean,
    seedSd: means.variance === null ? null : Math.sqrt(means.variance),
    userStandardError: Math.sqrt(moments(squaredErrors).mean),
  };
}

/** Sample variance (divides by count - 1), null for fewer than two. */
function moments(values: ArrayLike<number>): { count: number; mean: number; variance: number | null } {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i] - mean) ** 2;
  return { count, mean, variance: count > 1 ? squares / (count - 1) : null };
}
