/** Counts how often each item is recommended, list by list, and computes all list metrics from the counts. */
import { numRowsOf, type RowLists } from '@/lib/csr';
import { LIST_METRICS } from './listMetrics';
import { POPULARITY_GROUPS, popularityGroups, popularityOf } from './popularityGroups';
import { CUTOFFS, LIST_METRIC_IDS, type ListMetricKey } from './types';

const TAIL = POPULARITY_GROUPS.indexOf('tail');

export class ListCounter {
  /** [numItems] for each cutoff: how often at a place between the cutoff before and this one */
  private readonly between: Int32Array[];

  constructor(
    private readonly train: RowLists,
    private readonly numItems: number,
  ) {
    this.between = CUTOFFS.map(() => new Int32Array(numItems));
  }

  /** @param list items of one user, best first; -1 after the last */
  add(list: Int32Array): void {
    let start = 0;
    for (let c = 0; c < CUTOFFS.length; c++) {
      const end = Math.min(CUTOFFS[c], list.length);
      const counts = this.between[c];
      for (let place = start; place < end && list[place] >= 0; place++) counts[list[place]]++;
      start = end;
    }
  }

  /** Over all lists so far; 0 everywhere without one. */
  metrics(): Record<ListMetricKey, number> {
    const popularity = popularityOf(this.train, this.numItems);
    const isTail = popularityGroups(popularity).map((group) => (group === TAIL ? 1 : 0));
    const counts = new Int32Array(this.numItems);
    const values = {} as Record<ListMetricKey, number>;
    CUTOFFS.forEach((k, c) => {
      let total = 0;
      for (let item = 0; item < this.numItems; item++) {
        counts[item] += this.between[c][item];
        total += counts[item];
      }
      const recommended = { counts, total, popularity, numUsers: numRowsOf(this.train), isTail };
      for (const id of LIST_METRIC_IDS) {
        values[`${id}@${k}`] = total > 0 ? LIST_METRICS[id].compute(recommended) : 0;
      }
    });
    return values;
  }
}
