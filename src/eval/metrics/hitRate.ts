/** Hit rate (HR@K): 1 if any relevant item is among the first K, else 0. With one relevant item it equals recall. */
import { countHits, type Metric } from './types';

export const hitRate: Metric = {
  id: 'hitRate',
  compute: (list, k) => (countHits(list, k) > 0 ? 1 : 0),
};
