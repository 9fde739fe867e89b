/**
 * Ranking and measuring: every user's candidates are ranked by their scores, metrics are computed for each user first and
 * then averaged over the users who have something relevant.
 */
import { concatRows, type RowLists, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { Scorer } from '@/lib/scorer';
import { yieldToEvents } from '@/lib/yieldToEvents';
import { createCandidates } from './candidates';
import { ListCounter } from './listCounter';
import { averages, METRIC_KEYS } from './metricKeys';
import { METRICS } from './metrics';
import { topLists } from './topLists';
import {
  type Candidates,
  CUTOFFS,
  METRIC_IDS,
  type MetricKey,
  type MetricTable,
  type Protocol,
  type SplitParts,
  type UserMetrics,
} from './types';

/** The longest list that anything is computed from. */
export const MAX_K = Math.max(...CUTOFFS);

export interface EvaluationControl {
  onProgress?: (usersDone: number, usersTotal: number) => void;
  /** asked after each block; true ends the evaluation with error 'cancelled' */
  shouldStop?: () => boolean;
}

export interface EvaluationOptions extends EvaluationControl {
  /** what the numbers mean, goes into the table */
  protocol: Protocol;
  /** what relevant items are ranked among, 'full' by default; has to be what `protocol` says */
  candidates?: Candidates;
  /** rank these users only; those without a relevant item are left out either way */
  users?: Int32Array;
}

export interface EvaluationResult {
  table: MetricTable;
  perUser: UserMetrics;
  /** [users * MAX_K] each user's list, best first, for slices; -1 after the last candidate */
  lists: Int32Array;
  /** time that the scorer took, without ranking unless that is done on its device; 0 without users */
  scoringMsPerUser: number;
}

/** What is masked, and is the history that the model predicts from: train on `valid`, train and validation on `test`. */
export function knownOn(part: 'valid' | 'test', parts: SplitParts): RowLists {
  return part === 'valid' ? parts.train : concatRows(parts.train, parts.valid);
}

/**
 * Ranks users on validation (known: train) or test (known: train and validation). Reads no part but these: what is
 * measured on validation cannot depend on test.
 * @throws PlaygroundError 'nan-loss' if a score is not a number, 'cancelled' when stopped, 'shape' if the scorer gives
 *   another number of scores, 'invalid-config' if the data cannot give such candidates
 */
export async function evaluate(
  scorer: Scorer,
  parts: SplitParts,
  part: 'valid' | 'test',
  options: EvaluationOptions,
): Promise<EvaluationResult> {
  const known = knownOn(part, parts);
  const relevant = parts[part];
  const numItems = parts.items.length;
  const candidatesOf = createCandidates(options.candidates ?? 'full', { parts, known, relevant });
  const users = usersToRank(known, relevant, options.users);
  const counter = new ListCounter(parts.train, numItems);
  const lists = new Int32Array(users.length * MAX_K).fill(-1);
  const values = Object.fromEntries(METRIC_KEYS.map((key) => [key, new Float32Array(users.length)])) as Record<
    MetricKey,
    Float32Array
  >;

  let scoringMs = 0;
  let done = 0;
  const blocks = topLists(scorer, users, {
    history: known,
    numItems,
    k: MAX_K,
    requestOf: (user) => ({
      seen: rowOf(known, user),
      relevant: rowOf(relevant, user),
      candidates: candidatesOf(user),
    }),
  });
  for await (const block of blocks) {
    scoringMs += block.elapsedMs;
    lists.set(block.items, done * MAX_K);
    block.users.forEach((_, b) => {
      const places = [b * MAX_K, (b + 1) * MAX_K] as const;
      counter.add(block.items.subarray(...places));
      const list = { hits: block.hits.subarray(...places), numRelevant: block.numRelevant[b] };
      for (const id of METRIC_IDS) {
        for (const k of CUTOFFS) values[`${id}@${k}`][done + b] = METRICS[id].compute(list, k);
      }
    });
    done += block.users.length;
    options.onProgress?.(done, users.length);
    await yieldToEvents();
    if (options.shouldStop?.()) throw new PlaygroundError('cancelled', 'evaluation was stopped');
  }

  return {
    table: {
      part,
      protocol: options.protocol,
      numUsers: users.length,
      values: averages(values),
      lists: counter.metrics(),
    },
    perUser: { users, values },
    lists,
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
