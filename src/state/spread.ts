/** How far seeds differ, apart from how far users do: asked of the worker once the per-user numbers are there. */
import type { Measured, MetricKey, Spread } from '@/eval/types';
import type { Run } from './runTypes';
import { unwrap, useAnswer } from './useAnswer';

/**
 * @param alike runs of one model that differ in the seed alone
 * @returns null until all of them are measured
 */
export function useSpread(
  alike: readonly Run[],
  measured: ReadonlyMap<string, Measured>,
  metric: MetricKey,
): Spread | null {
  const ready = alike.length > 0 && alike.every((run) => measured.has(run.id));
  const { value } = useAnswer(
    ready
      ? async (client) => {
          const perUser = alike.map((run) => (measured.get(run.id) as Measured).perUser);
          return unwrap(await client.spread(perUser, metric));
        }
      : null,
    [ready, alike.map(({ id }) => id).join(), metric],
  );
  return value;
}
