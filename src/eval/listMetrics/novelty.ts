/**
 * Novelty@K: the mean over all recommendations of -log2 p(item), where p is the share of users who have the item in
 * training. An item without a training interaction counts as if one user had it: its own value would be infinite.
 * "Surprisal" in Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems", PNAS 2010.
 */
import { type ListMetric, meanOverRecommendations } from './types';

export const novelty: ListMetric = {
  id: 'novelty',
  compute: (recommended) =>
    meanOverRecommendations(recommended, (item) =>
      Math.log2(recommended.numUsers / Math.max(1, recommended.popularity[item])),
    ),
};
