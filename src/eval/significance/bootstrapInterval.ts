/**
 * Bootstrap percentile interval of a mean: users are drawn anew with replacement, and the interval holds the middle of the
 * means that come out. Efron and Tibshirani, "An introduction to the bootstrap", 1993, ch. 13.
 */
import { randomStream } from '@/lib/random';
import { Pauses } from './Pauses';

/**
 * @param values one for each user; at least one
 * @param confidence 0..1, 0.95 leaves out 2.5 % on each side
 */
export async function bootstrapInterval(
  values: Float64Array,
  rounds: number,
  seed: number,
  confidence: number,
): Promise<{ low: number; high: number }> {
  const random = randomStream(seed, 'significance', 1);
  const pauses = new Pauses();
  const means = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)];
    means[round] = sum / values.length;
    await pauses.ifDue();
  }
  means.sort();
  const outside = (1 - confidence) / 2;
  return { low: quantile(means, outside), high: quantile(means, 1 - outside) };
}

/** Linear between the two nearest, as numpy does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
