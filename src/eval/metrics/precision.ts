/**
 * Precision@K: the share of the first K recommendations that are relevant. The denominator is K even when the user has
 * fewer relevant items, so 1 may be out of reach.
 */
import { countHits, type Metric } from './types';

export const precision: Metric = {
  id: 'precision',
  compute: (list, k) => countHits(list, k) / k,
};
