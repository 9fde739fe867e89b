/**
 * EASE: a linear model from a history to all items, with a closed solution (Steck, "Embarrassingly Shallow Autoencoders
 * for Sparse Data", WWW 2019).
 *
 *   min over B of |X - X B|^2 + l2Reg |B|^2 with diag(B) = 0
 *   P = (X^T X + l2Reg I)^-1;   B[j, i] = -P[j, i] / P[i, i];   score(u, i) = sum of B[j, i] over the items j of u
 *
 * Time grows with the cube of the items and memory with their square, so only the `maxItems` most popular take part
 * (`fitCost` in `models/config.ts` tells what that needs). An item left out is treated as one that nobody has: its score
 * is 0, and in a history it counts for nothing.
 */
import { numRowsOf, type RowLists, rowOf } from '@/lib/csr';
import { inversionWork, invertSteps } from '@/lib/linear/cholesky';
import { allocate, Pace } from '../pace';
import type { FitBaseline, TrainingData } from '../types';
import { whyEase } from './explain';

const BLOCK = 64;
/** of the whole time: counting pairs before the inverse, dividing after it */
const COUNTING = 0.07;
const INVERTING = 0.91;

export const fitEASE: FitBaseline = async (config, data, _seed, control) => {
  const pace = new Pace(control);
  const chosen = mostPopular(data, config.maxItems as number);
  const n = chosen.length;
  const { numItems } = data;
  const placeOf = new Int32Array(numItems).fill(-1);
  chosen.forEach((item, place) => {
    placeOf[item] = place;
  });
  const matrix = allocate(Float64Array, n * n);
  await countPairs(matrix, n, placeOf, data.train, pace);
  for (let i = 0; i < n; i++) matrix[i * n + i] += config.l2Reg as number;

  let done = 0;
  const work = inversionWork(n);
  for (const step of invertSteps(matrix, n)) {
    done += step;
    await pace.at(COUNTING + (INVERTING * done) / work);
  }
  const weights = await weightsOf(matrix, n, pace);

  return {
    blockSize: BLOCK,
    async score(users, history) {
      const scores = new Float32Array(users.length * numItems);
      const sums = new Float64Array(n);
      users.forEach((user, b) => {
        const places = rowOf(history, user)
          .map((item) => placeOf[item])
          .filter((place) => place >= 0);
        sums.fill(0);
        addRows(sums, weights, places);
        for (let i = 0; i < n; i++) scores[b * numItems + chosen[i]] = sums[i];
      });
      return scores;
    },
    why: (_user, history, item) => whyEase({ weights, placeOf, size: n }, history, item),
  };
};

/** The items with the most training interactions (of equals those with lower indices), ascending. */
function mostPopular({ numItems, popularity }: TrainingData, limit: number): Int32Array {
  const items = Int32Array.from({ length: numItems }, (_, item) => item);
  if (numItems <= limit) return items;
  return items
    .sort((a, b) => popularity[b] - popularity[a] || a - b)
    .slice(0, limit)
    .sort();
}

/** matrix[i, j] = users who have both, for j <= i. */
async function countPairs(
  matrix: Float64Array,
  n: number,
  placeOf: Int32Array,
  train: RowLists,
  pace: Pace,
): Promise<void> {
  const numUsers = numRowsOf(train);
  for (let user = 0; user < numUsers; user++) {
    const places = rowOf(train, user)
      .map((item) => placeOf[item])
      .filter((place) => place >= 0)
      .sort();
    for (let a = 0; a < places.length; a++) {
      const row = places[a] * n;
      for (let b = 0; b <= a; b++) matrix[row + places[b]]++;
    }
    await pace.at((COUNTING * (user + 1)) / numUsers);
  }
}

/** B from the lower triangle of P: [from item, to item], 0 on the diagonal. */
async function weightsOf(inverse: Float64Array, n: number, pace: Pace): Promise<Float32Array> {
  const weights = allocate(Float32Array, n * n);
  const scale = Float64Array.from({ length: n }, (_, i) => -1 / inverse[i * n + i]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = inverse[i * n + j];
      weights[i * n + j] = value * scale[j];
      weights[j * n + i] = value * scale[i];
    }
    await pace.at(COUNTING + INVERTING + ((1 - COUNTING - INVERTING) * i) / n);
  }
  return weights;
}

/** Adds rows of a matrix; four at once read and write the sums a quarter as often, which takes half the time. */
function addRows(sums: Float64Array, matrix: Float32Array, rows: Int32Array): void {
  const n = sums.length;
  const whole = rows.length - (rows.length % 4);
  for (let k = 0; k < whole; k += 4) {
    let a = rows[k] * n;
    let b = rows[k + 1] * n;
    let c = rows[k + 2] * n;
    let d = rows[k + 3] * n;
    for (let i = 0; i < n; i++, a++, b++, c++, d++) sums[i] += matrix[a] + matrix[b] + matrix[c] + matrix[d];
  }
  for (let k = whole; k < rows.length; k++) {
    for (let i = 0, at = rows[k] * n; i < n; i++, at++) sums[i] += matrix[at];
  }
}
