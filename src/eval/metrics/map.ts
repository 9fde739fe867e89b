/**
 * MAP@K: precision at the place of each relevant item among the first K, summed and divided by min(K, relevant). Some
 * libraries divide by all relevant items instead; their numbers are lower for users with more than K.
 */
import type { Metric } from './types';

export const map: Metric = {
  id: 'map',
  compute({ hits, numRelevant }, k) {
    let found = 0;
    let sum = 0;
    for (let place = 0; place < k; place++) {
      if (hits[place]) sum += ++found / (place + 1);
    }
    return sum / Math.min(k, numRelevant);
  },
};
