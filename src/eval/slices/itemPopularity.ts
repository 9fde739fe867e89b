/**
 * Relevant items by popularity: how well are popular, middling and rare items found? Lists stay as they are; only the
 * relevant items of the group count as hits and as relevant, averaged over the users who have one. With one relevant item
 * for each user this parts users by the popularity of their item.
 */
import { rowOf } from '@/lib/csr';
import { averages, METRIC_KEYS } from '../metricKeys';
import { METRICS } from '../metrics';
import { POPULARITY_GROUPS, popularityGroups, popularityOf } from '../popularityGroups';
import { CUTOFFS, METRIC_IDS, type MetricKey, type Slice } from '../types';
import type { SliceContext, SliceFamily } from './types';

export const itemPopularity: SliceFamily = {
  id: 'itemPopularity',
  cut(context) {
    const { parts } = context;
    const popularity = popularityOf(parts.train, parts.items.length);
    const groups = popularityGroups(popularity);
    return POPULARITY_GROUPS.flatMap((group, g) => {
      let from = Number.POSITIVE_INFINITY;
      let to = 0;
      groups.forEach((own, item) => {
        if (own !== g) return;
        from = Math.min(from, popularity[item]);
        to = Math.max(to, popularity[item]);
      });
      const slice = sliceOf(context, (item) => groups[item] === g);
      return slice === null ? [] : [{ group, range: { from, to }, ...slice }];
    });
  },
};

/** null if no user has a relevant item of that kind */
function sliceOf(
  { perUser: { users }, known, relevant, lists }: SliceContext,
  counts: (item: number) => boolean,
): Pick<Slice, 'numUsers' | 'values'> | null {
  const maxK = lists.length / users.length;
  const hits = new Uint8Array(maxK);
  const values = Object.fromEntries(METRIC_KEYS.map((key) => [key, new Float32Array(users.length)])) as Record<
    MetricKey,
    Float32Array
  >;
  const among: number[] = [];
  for (let place = 0; place < users.length; place++) {
    const wanted = new Set<number>();
    for (const item of rowOf(relevant, users[place])) if (counts(item)) wanted.add(item);
    for (const item of rowOf(known, users[place])) wanted.delete(item);
    if (wanted.size === 0) continue;
    among.push(place);
    for (let k = 0; k < maxK; k++) hits[k] = wanted.has(lists[place * maxK + k]) ? 1 : 0;
    for (const id of METRIC_IDS) {
      for (const k of CUTOFFS) values[`${id}@${k}`][place] = METRICS[id].compute({ hits, numRelevant: wanted.size }, k);
    }
  }
  return among.length === 0 ? null : { numUsers: among.length, values: averages(values, Int32Array.from(among)) };
}
