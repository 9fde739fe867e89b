/**
 * ALS for implicit feedback: matrix factorisation by alternating least squares (Hu, Koren, Volinsky, ICDM 2008), with
 * the objective and the scaled regularisation of iALS as revisited by Rendle, Krichene, Zhang and Koren (RecSys 2022).
 *
 *   min   sum over seen (u, i) of (1 - w_u h_i)^2 + unobservedWeight * sum over all (u, i) of (w_u h_i)^2
 *       + sum over u of reg_u |w_u|^2 + sum over i of reg_i |h_i|^2
 *   reg_u = regularization * (|items of u| + unobservedWeight * items)^regExponent, and reg_i likewise
 *   score(u, i) = w_u h_i
 *
 * One side is solved while the other stands still: for each user a d x d system whose matrix is the shared
 * unobservedWeight * H^T H plus the products of the user's items. The iteration count is in full rounds, users first.
 * A user without training interactions has the vector 0.
 */
import { numRowsOf, type RowLists, rowOf, turnRows } from '@/lib/csr';
import { addProduct } from '@/lib/linear/addProduct';
import { cholesky, solveCholesky } from '@/lib/linear/cholesky';
import { randomStream } from '@/lib/random';
import { allocate, Pace } from '../pace';
import type { Config, FitBaseline, FittedBaseline, TrainingData } from '../types';
import { foldInAls, UserSystem, whyAls } from './explain';
import { type AlsParameters, regularisationOf } from './parameters';

const BLOCK = 64;
/** rows of a system that are computed together: smaller wastes less above the diagonal */
const SYSTEM_BLOCK = 16;
/** rows of the other side that are gathered at once for one product */
const DEPTH = 64;
/** of a start vector's length, whatever the number of factors */
const INIT_STDDEV = 0.1;

export interface AlsFactors {
  /** [numUsers, factors] */
  users: Float64Array;
  /** [numItems, factors] */
  items: Float64Array;
}

export const fitALS: FitBaseline = async (config, data, seed, control) => {
  const parameters = parametersOf(config);
  const iterations = config.iterations as number;
  const { factors } = parameters;
  const pace = new Pace(control);
  const vectors = initialFactors(data, factors, seed);
  const usersOf = turnRows(data.train, data.numItems);
  const round = data.numUsers + data.numItems;
  // Users were solved for with these: to say exactly what a score is made of.
  let itemsBefore = vectors.items;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const at = (rows: number) => pace.at((iteration * round + rows) / (iterations * round));
    await solveSide(vectors.users, vectors.items, data.train, parameters, at);
    if (iteration === iterations - 1) itemsBefore = vectors.items.slice();
    await solveSide(vectors.items, vectors.users, usersOf, parameters, (rows) => at(data.numUsers + rows));
  }
  return scorerOf(vectors, itemsBefore, data, parameters);
};

function parametersOf(config: Config): AlsParameters {
  return {
    factors: config.factors as number,
    regularization: config.regularization as number,
    unobservedWeight: config.unobservedWeight as number,
    regExponent: config.regExponent as number,
  };
}

/** Items from a normal distribution, users 0: they are solved for first. */
export function initialFactors(data: TrainingData, factors: number, seed: number): AlsFactors {
  const items = allocate(Float64Array, data.numItems * factors);
  const random = randomStream(seed, 'init');
  const stddev = INIT_STDDEV / Math.sqrt(factors);
  for (let at = 0; at < items.length; at++) items[at] = stddev * random.normal();
  return { users: allocate(Float64Array, data.numUsers * factors), items };
}

/**
 * Solves one side in place.
 * @param own [rows, factors], replaced
 * @param other [columns, factors]
 * @param seen the columns of each row
 * @param at told how many rows are done
 */
export async function solveSide(
  own: Float64Array,
  other: Float64Array,
  seen: RowLists,
  parameters: AlsParameters,
  at: (rows: number) => Promise<void> = async () => {},
): Promise<void> {
  const { factors: d, unobservedWeight } = parameters;
  const numColumns = other.length / d;
  const shared = { data: new Float64Array(d * d), stride: d };
  const gathered = { data: new Float64Array(d * DEPTH), stride: DEPTH };

  /** adds the products of some columns with themselves to the lower triangle of a matrix */
  const addColumns = (target: { data: Float64Array; stride: number }, columns: Int32Array) => {
    for (let start = 0; start < columns.length; start += DEPTH) {
      const depth = Math.min(DEPTH, columns.length - start);
      for (let t = 0; t < depth; t++) {
        for (let f = 0, y = columns[start + t] * d; f < d; f++, y++) gathered.data[f * DEPTH + t] = other[y];
      }
      for (let i0 = 0; i0 < d; i0 += SYSTEM_BLOCK) {
        const i1 = Math.min(i0 + SYSTEM_BLOCK, d);
        addProduct(target, gathered, gathered, depth, 1, [i0, i1], [0, i1]);
      }
    }
  };

  addColumns(
    shared,
    Int32Array.from({ length: numColumns }, (_, column) => column),
  );
  for (let at = 0; at < shared.data.length; at++) shared.data[at] *= unobservedWeight;

  const system = { data: new Float64Array(d * d), stride: d };
  const solution = new Float64Array(d);
  const numRows = numRowsOf(seen);
  for (let row = 0; row < numRows; row++) {
    const columns = rowOf(seen, row);
    solution.fill(0);
    if (columns.length > 0) {
      system.data.set(shared.data);
      addColumns(system, columns);
      const strength = regularisationOf(parameters, columns.length, numColumns);
      for (let f = 0; f < d; f++) system.data[f * d + f] += strength;
      for (const column of columns) for (let f = 0, y = column * d; f < d; f++, y++) solution[f] += other[y];
      cholesky(system.data, d);
      solveCholesky(system.data, d, solution);
    }
    own.set(solution, row * d);
    await at(row + 1);
  }
}

/** What is minimised; for tests and the curious: takes users x items x factors multiplications. */
export function alsObjective({ users, items }: AlsFactors, train: RowLists, parameters: AlsParameters): number {
  const { factors: d, unobservedWeight } = parameters;
  const numUsers = users.length / d;
  const numItems = items.length / d;
  const counts = new Int32Array(numItems);
  let total = 0;
  for (let user = 0; user < numUsers; user++) {
    const seen = new Set(rowOf(train, user));
    for (const item of seen) counts[item]++;
    for (let item = 0; item < numItems; item++) {
      let score = 0;
      for (let f = 0; f < d; f++) score += users[user * d + f] * items[item * d + f];
      total += unobservedWeight * score ** 2 + (seen.has(item) ? (1 - score) ** 2 : 0);
    }
  }
  const penalty = (vectors: Float64Array, row: number, count: number, others: number) => {
    let square = 0;
    for (let f = 0; f < d; f++) square += vectors[row * d + f] ** 2;
    return regularisationOf(parameters, count, others) * square;
  };
  for (let user = 0; user < numUsers; user++) total += penalty(users, user, rowOf(train, user).length, numItems);
  for (let item = 0; item < numItems; item++) total += penalty(items, item, counts[item], numUsers);
  return total;
}

function scorerOf(
  { users, items }: AlsFactors,
  itemsBefore: Float64Array,
  { numUsers, numItems, train }: TrainingData,
  parameters: AlsParameters,
): FittedBaseline {
  const { factors } = parameters;
  const itemVectors = { data: items, stride: factors };
  const solvedWith = new UserSystem(itemsBefore, parameters);
  const finished = new UserSystem(items, parameters);
  return {
    blockSize: BLOCK,
    async score(asked) {
      const block = { data: new Float64Array(asked.length * factors), stride: factors };
      asked.forEach((user, b) => {
        block.data.set(users.subarray(user * factors, (user + 1) * factors), b * factors);
      });
      const scores = { data: new Float64Array(asked.length * numItems), stride: numItems };
      addProduct(scores, block, itemVectors, factors, 1, [0, asked.length], [0, numItems]);
      return Float32Array.from(scores.data);
    },
    // Somebody new is solved for over the items as they are.
    why: (user, history, item) =>
      user === null
        ? whyAls(finished, history, finished.vector(item))
        : whyAls(solvedWith, rowOf(train, user), finished.vector(item)),
    foldIn: (own) => foldInAls(finished, own),
    embeddings: {
      users: { shape: [numUsers, factors], data: Float32Array.from(users) },
      items: { shape: [numItems, factors], data: Float32Array.from(items) },
    },
  };
}
