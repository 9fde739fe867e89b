/**
 * Long-tail share@K: the share of all recommendations that are tail items. The head is the smallest number of the most
 * popular items that make at least 80 % of the training interactions; the tail is all the others.
 * "Average percentage of long tail items" in Abdollahpouri, Burke and Mobasher, "Managing popularity bias in recommender
 * systems with personalized re-ranking", FLAIRS 2019, with the same 80/20 cut.
 */
import { type ListMetric, meanOverRecommendations } from './types';

export const longTail: ListMetric = {
  id: 'longTail',
  compute: (recommended) => meanOverRecommendations(recommended, (item) => recommended.isTail[item]),
};
