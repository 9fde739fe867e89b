/**
 * Recall@K: the share of the user's relevant items that is among the first K. The denominator is all relevant items
 * (not min(K, relevant), as some libraries have it), so 1 is out of reach for users with more than K.
 */
import { countHits, type Metric } from './types';

export const recall: Metric = {
  id: 'recall',
  compute: (list, k) => countHits(list, k) / list.numRelevant,
};
