/**
 * Draws from a fixed discrete distribution in constant time.
 * Walker, "An efficient method for generating discrete random variables with general distributions", 1977,
 * built in linear time as in Vose, 1991.
 */
import type { RandomStream } from '@/lib/random';

export interface AliasTable {
  /** An index with probability weights[index] / sum of weights. Takes two numbers from the stream. */
  draw(random: RandomStream): number;
}

/**
 * @param weights finite and >= 0, at least one above 0; indices of weight 0 are never drawn
 */
export function createAliasTable(weights: ArrayLike<number>): AliasTable {
  const size = weights.length;
  let total = 0;
  for (let i = 0; i < size; i++) total += weights[i];
  if (!(total > 0) || !Number.isFinite(total)) throw new RangeError(`alias table: weights sum to ${total}`);

  // Column i is kept with probability accept[i] and otherwise gives alias[i].
  const accept = new Float64Array(size);
  const alias = new Int32Array(size);
  const small: number[] = [];
  const large: number[] = [];
  let heaviest = 0;
  for (let i = 0; i < size; i++) {
    accept[i] = (weights[i] * size) / total;
    if (weights[i] > weights[heaviest]) heaviest = i;
    (accept[i] < 1 ? small : large).push(i);
  }
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() as number;
    const rich = large[large.length - 1];
    alias[poor] = rich;
    accept[rich] -= 1 - accept[poor];
    if (accept[rich] < 1) {
      large.pop();
      small.push(rich);
    }
  }
  // What is left differs from 1 by rounding only; an index of weight 0 must not be among what becomes certain.
  for (const i of large) accept[i] = 1;
  for (const i of small) {
    if (weights[i] > 0) accept[i] = 1;
    else alias[i] = heaviest;
  }

  return {
    draw(random) {
      const column = random.integer(size);
      return random.uniform() < accept[column] ? column : alias[column];
    },
  };
}
