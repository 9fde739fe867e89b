/**
 * ALS explained, as in section 5 of Hu, Koren and Volinsky (ICDM 2008). A user's vector solves A w = sum of h_j over the
 * user's items j, with A = unobservedWeight H^T H + sum of h_j h_j^T + reg_u I; so a score is a sum over the history:
 *
 *   w h_i = sum over j of h_i^T A^-1 h_j
 *
 * A is that of one user. Sums are exact if H is what the user was solved with: the items before their last half round.
 */
import { cholesky, solveCholesky } from '@/lib/linear/cholesky';
import { type HistoryWhy, sumOverHistory } from '../why';
import { type AlsParameters, regularisationOf } from './parameters';

/** The linear systems of users over fixed item vectors. */
export class UserSystem {
  /** unobservedWeight H^T H, lower triangle; made when first needed */
  private shared: Float64Array | null = null;
  readonly numItems: number;

  /** @param items [numItems, factors] */
  constructor(
    readonly items: Float64Array,
    readonly parameters: AlsParameters,
  ) {
    this.numItems = items.length / parameters.factors;
  }

  /** A^-1 b for a user with these items; b is replaced and returned. */
  solve(history: Int32Array, b: Float64Array): Float64Array {
    const { factors, unobservedWeight } = this.parameters;
    if (!this.shared) {
      this.shared = new Float64Array(factors * factors);
      for (let item = 0; item < this.numItems; item++) this.addSquare(this.shared, item);
      for (let at = 0; at < this.shared.length; at++) this.shared[at] *= unobservedWeight;
    }
    const system = this.shared.slice();
    for (const item of history) this.addSquare(system, item);
    const strength = regularisationOf(this.parameters, history.length, this.numItems);
    for (let f = 0; f < factors; f++) system[f * factors + f] += strength;
    cholesky(system, factors);
    solveCholesky(system, factors, b);
    return b;
  }

  vector(item: number): Float64Array {
    const { factors } = this.parameters;
    return this.items.subarray(item * factors, (item + 1) * factors);
  }

  /** h h^T, lower triangle */
  private addSquare(target: Float64Array, item: number): void {
    const { factors } = this.parameters;
    const h = this.vector(item);
    for (let i = 0; i < factors; i++) {
      const scale = h[i];
      for (let j = 0, at = i * factors; j <= i; j++, at++) target[at] += scale * h[j];
    }
  }
}

/** @param vector of the item whose score is explained, as it stands in the score */
export function whyAls(system: UserSystem, history: Int32Array, vector: Float64Array): HistoryWhy {
  if (history.length === 0) return sumOverHistory(history, () => 0);
  const weights = system.solve(history, vector.slice());
  return sumOverHistory(history, (item) => dot(weights, system.vector(item)));
}

/** Scores of all items for a new user with these items: one solve, as in training. @returns [numItems] */
export function foldInAls(system: UserSystem, history: Int32Array): Float32Array {
  const sum = new Float64Array(system.parameters.factors);
  for (const item of history)
    system.vector(item).forEach((value, f) => {
      sum[f] += value;
    });
  const user = system.solve(history, sum);
  return Float32Array.from({ length: system.numItems }, (_, item) => dot(user, system.vector(item)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f];
  return sum;
}
