/**
 * Mean popularity@K: training interactions of a recommended item, averaged over all recommendations.
 * "Average recommendation popularity" in Yin et al., "Challenging the long tail recommendation", VLDB 2012.
 */
import { type ListMetric, meanOverRecommendations } from './types';

export const meanPopularity: ListMetric = {
  id: 'meanPopularity',
  compute: (recommended) => meanOverRecommendations(recommended, (item) => recommended.popularity[item]),
};
