/** Names of numbers, and their averages. */
import { CUTOFFS, METRIC_IDS, type MetricKey } from './types';

/** All metrics at all cutoffs, in the order in which they are computed. */
export const METRIC_KEYS: readonly MetricKey[] = METRIC_IDS.flatMap((id) =>
  CUTOFFS.map((k): MetricKey => `${id}@${k}`),
);

/**
 * Means over users; 0 everywhere when there is no user (`numUsers` tells).
 * @param among places of the users to average over, all by default
 */
export function averages(values: Record<MetricKey, Float32Array>, among?: Int32Array): Record<MetricKey, number> {
  const means = {} as Record<MetricKey, number>;
  for (const key of METRIC_KEYS) {
    let sum = 0;
    const count = among?.length ?? values[key].length;
    for (let i = 0; i < count; i++) sum += values[key][among ? among[i] : i];
    means[key] = count > 0 ? sum / count : 0;
  }
  return means;
}
