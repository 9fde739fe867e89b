/** Paired tests of runs against a baseline, asked of the worker once the per-user numbers are there. */
import { DEFAULT_SIGNIFICANCE, type Measured, type MetricKey, type UserComparison } from '@/eval/types';
import type { Run } from './runTypes';
import { type Answer, unwrap, useAnswer } from './useAnswer';

/**
 * Each run against the baseline, over the users that both have, with Holm's correction over all of them.
 * @param measured full per-user numbers by run id; runs that are not in it yet are left out
 * @returns by run id
 */
export function useVerdicts(
  baseline: Run | null,
  runs: readonly Run[],
  measured: ReadonlyMap<string, Measured>,
  metric: MetricKey,
): Answer<Map<string, UserComparison>> {
  const reference = baseline && measured.get(baseline.id)?.perUser;
  const others = runs.filter((run) => run !== baseline && measured.has(run.id));
  const ready = reference !== undefined && reference !== null && others.length > 0;
  return useAnswer(
    ready
      ? async (client) => {
          const perUser = others.map((run) => (measured.get(run.id) as Measured).perUser);
          const found = unwrap(await client.compareSeveral(reference, perUser, metric, DEFAULT_SIGNIFICANCE));
          return new Map(others.map((run, i) => [run.id, found[i]]));
        }
      : null,
    [ready, baseline?.id, others.map(({ id }) => id).join(), metric],
  );
}
