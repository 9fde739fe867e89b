/** The metrics, written out. To add one: a file here, its id in `METRIC_IDS`, a line below, its texts in metrics.json. */
import type { MetricId } from '../types';
import { hitRate } from './hitRate';
import { map } from './map';
import { mrr } from './mrr';
import { ndcg } from './ndcg';
import { precision } from './precision';
import { recall } from './recall';
import type { Metric } from './types';

export type { Metric, RankedList } from './types';

export const METRICS: Record<MetricId, Metric> = { precision, recall, ndcg, hitRate, mrr, map };
