/** What the evaluation room passes on. */
import type { UserAttributes } from '@/data/types';
import type { RowLists } from '@/lib/csr';

/** What evaluation sees of a data set; a `PreparedDataset` is one. */
export interface SplitParts {
  train: RowLists;
  valid: RowLists;
  test: RowLists;
  items: { length: number };
  /** for candidates 'given' */
  givenNegatives?: RowLists | null;
  /** for slices by who the users are */
  userAttributes?: UserAttributes | null;
}

/** Everything that decides what a number means. Two numbers compare only when all of it is equal. */
export interface Protocol {
  /** data fingerprint, so that equal settings on other data differ */
  dataFingerprint: string;
  split: string;
  filter: string;
  /** fitted on train + validation before test was read (`data/refit.ts`) */
  refit: boolean;
  /** 'full', 'N sampled seed S', 'N sampled by popularity seed S' or 'given' */
  candidates: string;
  /** known items that are no candidates, and histories are made of: 'train, at test train+valid' */
  masked: string;
  seed: number;
  /** which users were ranked: 'all' or 'N fixed users' */
  users: string;
  /** four hexadecimal digits over all of the above, for people; `protocolKey` tells protocols apart */
  hash: string;
}

/**
 * Which items one user's relevant items are ranked among: all that the user has not seen; a sample of them, drawn by
 * `seed`; or what the data's authors give (`PreparedDataset.givenNegatives`).
 */
export type Candidates = 'full' | 'given' | { sampled: number; by: 'uniform' | 'popularity'; seed: number };

/** What an evaluation ranks. Plain data: it crosses threads, and keys what was measured. */
export interface RankingScope {
  candidates: Candidates;
  /** how many fixed users are ranked, null for all */
  numUsersSampled: number | null;
}

export const METRIC_IDS = ['precision', 'recall', 'ndcg', 'hitRate', 'mrr', 'map'] as const;
export type MetricId = (typeof METRIC_IDS)[number];
export const CUTOFFS = [5, 10, 20] as const;
export type Cutoff = (typeof CUTOFFS)[number];
export type MetricKey = `${MetricId}@${Cutoff}`;

/** Metrics of the lists of all users together: what is recommended, not whether it is right. */
export const LIST_METRIC_IDS = ['coverage', 'gini', 'meanPopularity', 'novelty', 'longTail'] as const;
export type ListMetricId = (typeof LIST_METRIC_IDS)[number];
export type ListMetricKey = `${ListMetricId}@${Cutoff}`;

/** Metrics of one model on one part, averaged over users. */
export interface MetricTable {
  part: 'valid' | 'test';
  protocol: Protocol;
  /** users averaged over */
  numUsers: number;
  values: Record<MetricKey, number>;
  /** over the lists of all users; 0 without users */
  lists: Record<ListMetricKey, number>;
}

/** Each user's metrics, for significance tests and slices. */
export interface UserMetrics {
  /** the users averaged over, ascending */
  users: Int32Array;
  /** [users.length] for each metric */
  values: Record<MetricKey, Float32Array>;
}

/** One file each in `slices/`. */
export const SLICE_FAMILY_IDS = ['activity', 'itemPopularity', 'gender', 'age', 'occupation'] as const;
export type SliceFamilyId = (typeof SLICE_FAMILY_IDS)[number];

/** The metrics of some of the users, or of some of the relevant items. */
export interface Slice {
  /**
   * 'low', 'mid', 'high' (activity); 'head', 'mid', 'tail' (itemPopularity); '<18', '18-24' .. '56+' (age); as the file
   * has it (gender, occupation); null for users of whom it is not known
   */
  group: string | null;
  /** training interactions of the group's users or items, both ends included; null for groups by attributes */
  range: { from: number; to: number } | null;
  /** users averaged over */
  numUsers: number;
  values: Record<MetricKey, number>;
}

/** All groups of one family that have users, in their natural order. */
export interface SliceTable {
  family: SliceFamilyId;
  slices: Slice[];
}

/** What can be known about a run on one part under one scope, without training again. */
export interface Measured {
  table: MetricTable;
  perUser: UserMetrics;
  /** families of which the data set knows nothing are left out */
  slices: SliceTable[];
}

/** How well each film is found where it was held out on test. */
export interface ItemErrors {
  /** [numItems] held-out occurrences that could be found */
  counts: Int32Array;
  /** [numItems] of them, those in the first ten places */
  hits: Int32Array;
  /** [numItems] mean place, from 1, among what the user has not seen; NaN without occurrences */
  meanRanks: Float32Array;
}

/** How one user's numbers come about. */
export interface UserExplanation {
  userIndex: number;
  part: 'valid' | 'test';
  protocol: Protocol;
  /** items ranked, relevant ones included */
  numCandidates: number;
  numRelevant: number;
  /** best first, at most as many as the largest cutoff */
  list: { itemIndex: number; score: number; relevant: boolean }[];
  /** every relevant candidate with its place (from 1) among all candidates, best first */
  relevant: { itemIndex: number; score: number; rank: number }[];
  /** [largest cutoff] 1 where the item at this place is relevant */
  hits: number[];
  /** [largest cutoff] 1 / log2(place + 1), the weights of NDCG */
  discounts: number[];
  /** the two sums that NDCG divides */
  gain: Record<Cutoff, { dcg: number; idealDcg: number }>;
  values: Record<MetricKey, number>;
}

/** How to test a difference. */
export interface SignificanceOptions {
  /** sign flips and resamples */
  rounds: number;
  seed: number;
  /** of the interval, 0..1 */
  confidence: number;
}

export const DEFAULT_SIGNIFICANCE: SignificanceOptions = { rounds: 10_000, seed: 1, confidence: 0.95 };

/** Two runs over the users that both have; differences are b - a. */
export interface UserComparison {
  metric: MetricKey;
  numUsers: number;
  meanA: number;
  meanB: number;
  /** meanB - meanA */
  difference: number;
  /** bootstrap percentile interval of the difference */
  interval: { low: number; high: number; confidence: number };
  /** two-sided paired permutation test */
  pValue: number;
  /** all sign flips were tried, not a sample of them */
  exact: boolean;
  /** Holm's correction over the comparisons that were asked for together; `pValue` when alone */
  adjustedPValue: number;
  /** users for whom b is better, equal, worse */
  wins: number;
  ties: number;
  losses: number;
}

/** One model trained several times: what differs between seeds, apart from what differs between users. */
export interface Spread {
  numRuns: number;
  mean: number;
  /** sample standard deviation of the runs' means; null for one run */
  seedSd: number | null;
  /** standard error of a run's mean over its users, root mean square over runs */
  userStandardError: number;
}

/** A user's NDCG@10 on test with the history as it is, and shuffled. */
export interface OrderEffect {
  asWatched: number;
  /** one number for each shuffle */
  shuffled: number[];
}
