/**
 * Full ranking: every user's candidates are all items that the user has not seen. Metrics are computed for each user
 * first and then averaged over the users who have something relevant.
 */
import { concatRows, type RowLists, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { Scorer } from '@/lib/scorer';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { METRICS } from './metrics';
import { Ranker } from './ranking';
import { CUTOFFS, METRIC_IDS, type MetricKey, type MetricTable, type Protocol } from './types';

const MAX_K = Math.max(...CUTOFFS);

/** All metrics at all cutoffs, in the order in which they are computed. */
export const METRIC_KEYS: readonly MetricKey[] = METRIC_IDS.flatMap((id) =>
  CUTOFFS.map((k): MetricKey => `${id}@${k}`),
);

/** The three parts of a split; a `PreparedDataset` is one. */
export interface SplitParts {
  train: RowLists;
  valid: RowLists;
  test: RowLists;
  items: { length: number };
}

export interface EvaluationOptions {
  /** what the numbers mean, goes into the table */
  protocol: Protocol;
  /** rank these users only; those without a relevant item are left out either way */
  users?: Int32Array;
  onProgress?: (usersDone: number, usersTotal: number) => void;
  /** asked after each block; true ends the evaluation with error 'cancelled' */
  shouldStop?: () => boolean;
}

/** Each user's metrics, for significance tests and slices. */
export interface UserMetrics {
  /** the users averaged over, in the order of `values` */
  users: Int32Array;
  /** [users.length] for each metric */
  values: Record<MetricKey, Float32Array>;
}

export interface EvaluationResult {
  table: MetricTable;
  perUser: UserMetrics;
  /** time that the scorer took, without ranking; 0 without users */
  scoringMsPerUser: number;
}

/**
 * Ranks users on validation (known: train) or test (known: train and validation). What is known is masked, and is the
 * history that the model predicts from.
 * @throws PlaygroundError 'nan-loss' if a score is not a number, 'cancelled' when stopped, 'shape' if the scorer gives
 *   another number of scores
 */
export async function evaluate(
  scorer: Scorer,
  parts: SplitParts,
  part: 'valid' | 'test',
  options: EvaluationOptions,
): Promise<EvaluationResult> {
  const known = part === 'valid' ? parts.train : concatRows(parts.train, parts.valid);
  const relevant = parts[part];
  const numItems = parts.items.length;
  const users = usersToRank(known, relevant, options.users);
  const ranker = new Ranker(numItems, MAX_K);
  const hits = new Uint8Array(MAX_K);
  const values = Object.fromEntries(METRIC_KEYS.map((key) => [key, new Float32Array(users.length)])) as Record<
    MetricKey,
    Float32Array
  >;

  let scoringMs = 0;
  for (let start = 0; start < users.length; start += scorer.blockSize) {
    const block = users.slice(start, start + scorer.blockSize);
    const asked = performance.now();
    const scores = await scorer.score(block, known);
    scoringMs += performance.now() - asked;
    if (scores.length !== block.length * numItems) {
      throw new PlaygroundError(
        'shape',
        `expected scores of ${block.length} users x ${numItems} items, got ${scores.length} numbers`,
      );
    }
    for (let b = 0; b < block.length; b++) {
      const user = block[b];
      const numRelevant = ranker.turnTo(rowOf(known, user), rowOf(relevant, user));
      const top = ranker.topK(scores.subarray(b * numItems, (b + 1) * numItems), MAX_K);
      hits.fill(0);
      for (let place = 0; place < top.length; place++) hits[place] = ranker.isRelevant(top[place]) ? 1 : 0;
      for (const id of METRIC_IDS) {
        for (const k of CUTOFFS) values[`${id}@${k}`][start + b] = METRICS[id].compute({ hits, numRelevant }, k);
      }
    }
    options.onProgress?.(Math.min(start + block.length, users.length), users.length);
    await yieldToEvents();
    if (options.shouldStop?.()) throw new PlaygroundError('cancelled', 'evaluation was stopped');
  }

  return {
    table: { part, protocol: options.protocol, numUsers: users.length, values: averages(values) },
    perUser: { users, values },
    scoringMsPerUser: users.length > 0 ? scoringMs / users.length : 0,
  };
}

/** Users with at least one relevant item that they have not seen. */
function usersToRank(known: RowLists, relevant: RowLists, wanted: Int32Array | undefined): Int32Array {
  const all = wanted ?? Int32Array.from({ length: relevant.offsets.length - 1 }, (_, user) => user);
  return all.filter((user) => {
    const seen = rowOf(known, user);
    return rowOf(relevant, user).some((item) => !seen.includes(item));
  });
}

/** Means over users; 0 everywhere when there is no user (`numUsers` tells). */
function averages(values: Record<MetricKey, Float32Array>): Record<MetricKey, number> {
  const means = {} as Record<MetricKey, number>;
  for (const key of METRIC_KEYS) {
    let sum = 0;
    for (const value of values[key]) sum += value;
    means[key] = values[key].length > 0 ? sum / values[key].length : 0;
  }
  return means;
}
