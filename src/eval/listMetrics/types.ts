/** What a list metric is: a number for the lists of all users together. */
import type { ListMetricId } from '../types';

/** The first K places of every user's list, as counts; and what training knows of the items. */
export interface Recommended {
  /** [numItems] how many users have the item among their first K */
  counts: Int32Array;
  /** sum of `counts`: users x K where everyone has K candidates; at least 1 */
  total: number;
  /** [numItems] training interactions */
  popularity: Int32Array;
  /** users of the data set, with or without a list */
  numUsers: number;
  /** [numItems] 1 outside the most popular items that make 80 % of the training interactions */
  isTail: Uint8Array;
}

export interface ListMetric {
  id: ListMetricId;
  compute(recommended: Recommended): number;
}

/** The mean of a value of items over all recommendations. */
export function meanOverRecommendations({ counts, total }: Recommended, weightOf: (item: number) => number): number {
  let sum = 0;
  for (let item = 0; item < counts.length; item++) {
    if (counts[item] > 0) sum += counts[item] * weightOf(item);
  }
  return sum / total;
}
