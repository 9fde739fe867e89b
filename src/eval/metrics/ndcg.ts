/**
 * NDCG@K with binary relevance: the sum of 1 / log2(place + 1) over relevant items among the first K, divided by the
 * same sum for the best possible list, which holds min(K, relevant) items first.
 * Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 2002.
 */
import type { Metric } from './types';

export const ndcg: Metric = {
  id: 'ndcg',
  compute({ hits, numRelevant }, k) {
    let gain = 0;
    let ideal = 0;
    for (let place = 0; place < k; place++) {
      const discounted = 1 / Math.log2(place + 2);
      if (hits[place]) gain += discounted;
      if (place < numRelevant) ideal += discounted;
    }
    return gain / ideal;
  },
};
