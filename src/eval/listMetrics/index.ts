/**
 * The list metrics, written out. To add one: a file here, its id in `LIST_METRIC_IDS`, a line below, its texts in
 * metrics.json.
 */
import type { ListMetricId } from '../types';
import { coverage } from './coverage';
import { gini } from './gini';
import { longTail } from './longTail';
import { meanPopularity } from './meanPopularity';
import { novelty } from './novelty';
import type { ListMetric } from './types';

export type { ListMetric, Recommended } from './types';

export const LIST_METRICS: Record<ListMetricId, ListMetric> = { coverage, gini, meanPopularity, novelty, longTail };
