import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { CUTOFFS, METRIC_IDS, type MetricKey } from '@/eval/types';

/** All metrics at all cutoffs, in the order of menus. */
export const METRIC_KEYS: MetricKey[] = METRIC_IDS.flatMap((id) => CUTOFFS.map((k): MetricKey => `${id}@${k}`));

/** A metric with its cutoff as people write it: NDCG@10. */
export function useMetricName(): (key: MetricKey) => string {
  const { t } = useTranslation('metrics');
  return useCallback(
    (key) => {
      const [id, cutoff] = key.split('@');
      return `${t(`metrics:${id}.name`)}@${cutoff}`;
    },
    [t],
  );
}
