/** What runs reach under a scope, asked for one after another and remembered: the same scores, ranked in another way. */
import { useEffect, useMemo, useState } from 'react';
import type { Measured, RankingScope } from '@/eval/types';
import { type ErrorData, toErrorData } from '@/lib/errors';
import { getClient } from './client';
import type { Run } from './runTypes';
import { unwrap } from './useAnswer';

export interface Measurements {
  /** by run id; a run that is not there has not been measured yet */
  of: ReadonlyMap<string, Measured>;
  /** how many of the runs are still to come */
  waiting: number;
  /** the first that went wrong; the others are measured all the same */
  error: ErrorData | null;
}

/** Answers by run and scope. A finished run never changes, so they stay true until it is removed. */
const known = new Map<string, Measured>();
const keyOf = (runId: string, scope: RankingScope) => `${runId} ${JSON.stringify(scope)}`;

/**
 * Measures the test part of runs that have ended, those that are not known yet.
 * @param runs others than finished ones are passed over
 * @param scope null asks nothing
 */
export function useMeasurements(runs: readonly Run[], scope: RankingScope | null): Measurements {
  const ids = runs.filter((run) => run.finished !== null).map(({ id }) => id);
  const wanted = scope === null ? '' : ids.map((id) => keyOf(id, scope)).join('\n');
  const [answered, setAnswered] = useState(0);
  const [error, setError] = useState<ErrorData | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` names runs and scope
  useEffect(() => {
    if (scope === null) return;
    let current = true;
    setError(null);
    const missing = ids.filter((id) => !known.has(keyOf(id, scope)));
    void (async () => {
      for (const id of missing) {
        if (!current) return;
        try {
          known.set(keyOf(id, scope), unwrap(await (await getClient()).measure(id, 'test', scope)));
        } catch (thrown) {
          if (current) setError((first) => first ?? toErrorData(thrown));
        }
        if (current) setAnswered((count) => count + 1);
      }
    })();
    return () => {
      current = false;
    };
  }, [wanted]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `answered` counts what came into `known`
  const of = useMemo(() => {
    const found = new Map<string, Measured>();
    if (scope !== null) {
      for (const id of ids) {
        const measured = known.get(keyOf(id, scope));
        if (measured) found.set(id, measured);
      }
    }
    return found;
  }, [wanted, answered]);
  return { of, waiting: scope === null ? 0 : ids.length - of.size, error };
}
