/** What the evaluation room passes on. */

/** Everything that decides what a number means. Two numbers compare only when `hash` is equal. */
export interface Protocol {
  /** data fingerprint, so that equal settings on other data differ */
  dataFingerprint: string;
  split: string;
  filter: string;
  /** 'full' or 'N sampled' */
  candidates: string;
  seed: number;
  /** which users were ranked: 'all' or 'N fixed users' */
  users: string;
  /** four hexadecimal digits over all of the above */
  hash: string;
}

export const METRIC_IDS = ['precision', 'recall', 'ndcg', 'hitRate', 'mrr', 'map'] as const;
export type MetricId = (typeof METRIC_IDS)[number];
export const CUTOFFS = [5, 10, 20] as const;
export type Cutoff = (typeof CUTOFFS)[number];
export type MetricKey = `${MetricId}@${Cutoff}`;

/** Metrics of one model on one part, averaged over users. */
export interface MetricTable {
  part: 'valid' | 'test';
  protocol: Protocol;
  /** users averaged over */
  numUsers: number;
  values: Record<MetricKey, number>;
}
