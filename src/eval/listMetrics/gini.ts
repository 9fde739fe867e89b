/**
 * Gini@K of how often items are recommended: sum over i of (2 i - n - 1) c_i / (n sum of c), for counts c_1 <= .. <= c_n
 * of all n items of the catalogue. 0 if all are recommended equally often, (n - 1) / n if it is always the same one.
 * Fleder and Hosanagar, "Blockbuster culture's next rise or fall", Management Science 2009.
 */
import type { ListMetric } from './types';

export const gini: ListMetric = {
  id: 'gini',
  compute({ counts, total }) {
    const n = counts.length;
    let sum = 0;
    counts.toSorted().forEach((count, index) => {
      sum += (2 * (index + 1) - n - 1) * count;
    });
    return sum / (n * total);
  },
};
