import type { RowLists } from '@/lib/csr';
import type { PartCounts } from './types';

/** How many interactions a part holds, and of how many users. */
export function countPart({ offsets, items }: RowLists): PartCounts {
  let users = 0;
  for (let user = 0; user + 1 < offsets.length; user++) if (offsets[user + 1] > offsets[user]) users++;
  return { interactions: items.length, users };
}
