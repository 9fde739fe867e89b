/**
 * Catalogue coverage@K: the share of the catalogue that is among the first K of at least one user.
 * Ge, Delgado-Battenfeld and Jannach, "Beyond accuracy: evaluating recommender systems by coverage and serendipity",
 * RecSys 2010, sec. 3.1.
 */
import type { ListMetric } from './types';

export const coverage: ListMetric = {
  id: 'coverage',
  compute({ counts }) {
    let recommended = 0;
    for (const count of counts) if (count > 0) recommended++;
    return recommended / counts.length;
  },
};
