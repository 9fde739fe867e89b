/** The same runs under two ways of ranking: values, places, and which pairs change their order. */
import type { Measured, MetricKey } from '@/eval/types';
import type { Run } from '@/state/runTypes';

export interface Rung {
  run: Run;
  full: number;
  other: number;
  /** from 1, best first */
  fullPlace: number;
  otherPlace: number;
}

/** Runs that have both numbers, best in full ranking first; equal values keep the order of the runs. */
export function ladder(
  runs: readonly Run[],
  full: ReadonlyMap<string, Measured>,
  other: ReadonlyMap<string, Measured>,
  metric: MetricKey,
): Rung[] {
  const both = runs.flatMap((run) => {
    const a = full.get(run.id)?.table.values[metric];
    const b = other.get(run.id)?.table.values[metric];
    return a === undefined || b === undefined ? [] : [{ run, full: a, other: b }];
  });
  const placeBy = (key: 'full' | 'other') => {
    const order = both.toSorted((a, b) => b[key] - a[key]);
    return new Map(order.map(({ run }, i) => [run.id, i + 1]));
  };
  const [fullPlaces, otherPlaces] = [placeBy('full'), placeBy('other')];
  return both
    .map((rung) => ({
      ...rung,
      fullPlace: fullPlaces.get(rung.run.id) as number,
      otherPlace: otherPlaces.get(rung.run.id) as number,
    }))
    .sort((a, b) => a.fullPlace - b.fullPlace);
}

/** Pairs of which one is strictly better in full ranking and strictly worse in the other: `better` is better in full. */
export function flips(rungs: readonly Rung[]): { better: Run; worse: Run }[] {
  return rungs.flatMap((a) =>
    rungs.filter((b) => a.full > b.full && a.other < b.other).map((b) => ({ better: a.run, worse: b.run })),
  );
}
