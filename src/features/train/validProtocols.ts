/**
 * How validation numbers that stand together were measured. Large data sets are validated on a sample of the users while a
 * NeuMF trains, beside baselines that are measured on all: whoever shows both marks what differs.
 */
import { protocolKey } from '@/eval/protocol';
import type { MetricTable, Protocol } from '@/eval/types';
import type { Run } from '@/state/runTypes';

/** Behind names and numbers of the first, second .. protocol; the first is what is usual there. */
const MARKS = ['', '*', '†', '‡'];

export interface MarkedProtocol {
  protocol: Protocol;
  mark: string;
}

/** One for each way of measuring: that of all users first, then that of the most runs. */
export function validProtocols(runs: readonly Run[]): MarkedProtocol[] {
  const counts = new Map<string, { protocol: Protocol; count: number }>();
  for (const run of runs) {
    const protocol = validTable(run)?.protocol;
    if (!protocol) continue;
    const key = protocolKey(protocol);
    counts.set(key, { protocol, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const onAll = ({ users }: Protocol) => Number(users === 'all');
  return [...counts.values()]
    .sort((a, b) => onAll(b.protocol) - onAll(a.protocol) || b.count - a.count)
    .map(({ protocol }, place) => ({ protocol, mark: MARKS[Math.min(place, MARKS.length - 1)] }));
}

/** The mark of each run's validation numbers among these runs. */
export function marksOf(runs: readonly Run[]): (run: Run) => string {
  const marks = new Map(validProtocols(runs).map(({ protocol, mark }) => [protocolKey(protocol), mark]));
  return (run) => {
    const protocol = validTable(run)?.protocol;
    return (protocol && marks.get(protocolKey(protocol))) ?? '';
  };
}

/** The table that a run's validation numbers come from; null while nothing, or nobody, was measured. */
export function validTable(run: Run): MetricTable | null {
  const table = run.finished?.valid ?? run.history[run.history.length - 1]?.metrics;
  // A refit has no validation part, and its zeros mean nothing.
  return table && table.numUsers !== 0 ? table : null;
}
