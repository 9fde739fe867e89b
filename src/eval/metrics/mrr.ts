/** MRR@K: 1 / place (from 1) of the first relevant item, 0 if none is among the first K. */
import type { Metric } from './types';

export const mrr: Metric = {
  id: 'mrr',
  compute({ hits }, k) {
    for (let place = 0; place < k; place++) {
      if (hits[place]) return 1 / (place + 1);
    }
    return 0;
  },
};
