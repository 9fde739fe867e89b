/**
 * Paired permutation test: if two models were equally good, each user's difference could as well have the other sign. The
 * p-value is the share of sign patterns whose mean is at least as far from 0 as the one observed (two-sided).
 * Smucker, Allan and Carterette, "A comparison of statistical significance tests for information retrieval evaluation",
 * CIKM 2007, sec. 3.1. All patterns are tried where there are no more than `rounds` of them; else `rounds` random ones,
 * and the observed one counts as one more (Phipson and Smyth, 2010), so that p is never 0.
 */
import { randomStream } from '@/lib/random';
import { Pauses } from './Pauses';

/** Equal means may differ in their last bits. */
const RELATIVE_TOLERANCE = 1e-12;

/**
 * @param differences one for each user
 * @returns p = 1 where nothing differs
 */
export async function pairedPermutation(
  differences: Float64Array,
  rounds: number,
  seed: number,
): Promise<{ pValue: number; exact: boolean }> {
  // A difference of 0 is the same with either sign.
  const changing = differences.filter((difference) => difference !== 0);
  let observed = 0;
  let size = 0;
  for (const difference of changing) {
    observed += difference;
    size += Math.abs(difference);
  }
  const limit = Math.abs(observed) - RELATIVE_TOLERANCE * size;
  if (2 ** changing.length <= rounds) return { pValue: shareOfAllPatterns(changing, limit), exact: true };

  const random = randomStream(seed, 'significance');
  const pauses = new Pauses();
  let extreme = 1;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (let start = 0; start < changing.length; start += 32) {
      const signs = random.bits();
      const end = Math.min(start + 32, changing.length);
      for (let i = start; i < end; i++) sum += (signs >>> (i - start)) & 1 ? changing[i] : -changing[i];
    }
    if (Math.abs(sum) >= limit) extreme++;
    await pauses.ifDue();
  }
  return { pValue: extreme / (rounds + 1), exact: false };
}

function shareOfAllPatterns(differences: Float64Array, limit: number): number {
  const patterns = 2 ** differences.length;
  let extreme = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (let i = 0; i < differences.length; i++) sum += (pattern >>> i) & 1 ? -differences[i] : differences[i];
    if (Math.abs(sum) >= limit) extreme++;
  }
  return extreme / patterns;
}
