/** Two runs, user by user: how large is the difference, how sure is it, for how many users does it go which way? */
import { PlaygroundError } from '@/lib/errors';
import type { MetricKey, SignificanceOptions, UserComparison, UserMetrics } from '../types';
import { bootstrapInterval } from './bootstrapInterval';
import { holm } from './holm';
import { pairedPermutation } from './pairedPermutation';

/**
 * Over the users that both have. All differences are b - a.
 * @throws PlaygroundError 'invalid-config' if the runs share no user, or options are out of range
 */
export async function compareUsers(
  a: UserMetrics,
  b: UserMetrics,
  metric: MetricKey,
  { rounds, seed, confidence }: SignificanceOptions,
): Promise<UserComparison> {
  if (!(Number.isInteger(rounds) && rounds > 0 && confidence > 0 && confidence < 1)) {
    throw new PlaygroundError(
      'invalid-config',
      `expected rounds >= 1 and 0 < confidence < 1, got ${rounds}, ${confidence}`,
    );
  }
  const pairs = pairsOf(a, b, metric);
  const numUsers = pairs.a.length;
  if (numUsers === 0) throw new PlaygroundError('invalid-config', 'the two runs have no user in common');
  const differences = pairs.b.map((value, i) => value - pairs.a[i]);
  const { pValue, exact } = await pairedPermutation(differences, rounds, seed);
  const interval = await bootstrapInterval(differences, rounds, seed, confidence);
  return {
    metric,
    numUsers,
    meanA: mean(pairs.a),
    meanB: mean(pairs.b),
    difference: mean(differences),
    interval: { ...interval, confidence },
    pValue,
    exact,
    adjustedPValue: pValue,
    wins: differences.filter((difference) => difference > 0).length,
    ties: differences.filter((difference) => difference === 0).length,
    losses: differences.filter((difference) => difference < 0).length,
  };
}

/** Each of several runs against one; p-values are corrected for their number. */
export async function compareSeveral(
  reference: UserMetrics,
  others: readonly UserMetrics[],
  metric: MetricKey,
  options: SignificanceOptions,
): Promise<UserComparison[]> {
  const comparisons: UserComparison[] = [];
  for (const other of others) comparisons.push(await compareUsers(reference, other, metric, options));
  const adjusted = holm(comparisons.map(({ pValue }) => pValue));
  return comparisons.map((comparison, i) => ({ ...comparison, adjustedPValue: adjusted[i] }));
}

function pairsOf(a: UserMetrics, b: UserMetrics, metric: MetricKey): { a: Float64Array; b: Float64Array } {
  const placeInB = new Map(Array.from(b.users, (user, place) => [user, place]));
  const common = Array.from(a.users, (user, place) => [place, placeInB.get(user)] as const).filter(
    (places): places is [number, number] => places[1] !== undefined,
  );
  return {
    a: Float64Array.from(common, ([place]) => a.values[metric][place]),
    b: Float64Array.from(common, ([, place]) => b.values[metric][place]),
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
