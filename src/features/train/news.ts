/** Which runs the news under the charts is about. Pure: the words are in the catalogue. */
import { protocolKey } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import { hasEnded, type Run } from '@/state/runTypes';

/** The neural run with the highest test metric of those that can be ranked with it, and the line it had to beat. */
export interface Verdict {
  best: Run;
  value: number;
  /** test metric above the Popularity baseline; null without one under the same protocol */
  aboveBaseline: number | null;
  baseline: Run | null;
  /** finished neural runs under the same protocol, the best one included */
  numRanked: number;
}

/** @returns null while a neural run is still to end, or when none has numbers */
export function verdict(runs: readonly Run[], metric: MetricKey): Verdict | null {
  const neural = runs.filter((run) => run.neural);
  if (neural.some((run) => !hasEnded(run.status))) {
    return null;
  }
  const newest = neural.findLast((run) => run.finished !== null);
  if (newest === undefined) {
    return null;
  }
  const ranked = neural.filter((run) => keyOf(run) === keyOf(newest));
  const testOf = (run: Run) => run.finished?.test.values[metric] ?? Number.NEGATIVE_INFINITY;
  const best = ranked.reduce((leader, run) => (testOf(run) > testOf(leader) ? run : leader));
  const baseline = runs.find((run) => run.request.model === 'popularity' && keyOf(run) === keyOf(newest)) ?? null;
  return {
    best,
    value: testOf(best),
    baseline,
    aboveBaseline: baseline === null ? null : testOf(best) - testOf(baseline),
    numRanked: ranked.length,
  };
}

function keyOf(run: Run): string | null {
  return run.finished === null ? null : protocolKey(run.finished.test.protocol);
}
