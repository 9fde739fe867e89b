/** What a metric is: a number for one user's ranked list. */
import type { MetricId } from '../types';

/**
 * One user's list as all metrics see it. Relevance is binary: an item is relevant if it is in the part that is
 * evaluated.
 */
export interface RankedList {
  /** 1 where the item at this place (from 0) is relevant; places after the last candidate are 0. At least K long */
  hits: Uint8Array;
  /** relevant items among the candidates, in the list or not; at least 1 */
  numRelevant: number;
}

export interface Metric {
  id: MetricId;
  /**
   * @param k cutoff: only the first k places count
   * @returns 0 .. 1, higher is better
   */
  compute(list: RankedList, k: number): number;
}

/** Relevant items among the first k. */
export function countHits({ hits }: RankedList, k: number): number {
  let count = 0;
  for (let place = 0; place < k; place++) count += hits[place];
  return count;
}
