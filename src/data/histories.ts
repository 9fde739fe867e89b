import type { RowLists } from '@/lib/csr';
import type { DatasetSummary } from './types';

/** SASRec wants histories of at least this many. */
const SHORT = 5;

/** How long the users' training histories are; all 0 where nobody has one. */
export function historiesOf({ offsets }: RowLists): DatasetSummary['histories'] {
  const lengths = new Int32Array(offsets.length - 1);
  for (let user = 0; user < lengths.length; user++) lengths[user] = offsets[user + 1] - offsets[user];
  const sorted = lengths.filter((length) => length > 0).sort();
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  const firstLong = sorted.findIndex((length) => length >= SHORT);
  return {
    lowerQuartile: at(0.25),
    median: at(0.5),
    upperQuartile: at(0.75),
    under5: firstLong < 0 ? sorted.length : firstLong,
  };
}
