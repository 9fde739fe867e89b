/** ItemKNN explained: a score is the sum of similarities to the films of the history that are among its neighbours. */
import type { RowLists } from '@/lib/csr';
import { type HistoryWhy, sumOverHistory } from '../why';

export interface Neighbourhoods {
  /** for each item, those that have it among their neighbours, ascending */
  neighbourOf: RowLists;
  /** beside `neighbourOf.items` */
  similarities: Float32Array;
}

/** A film that is not among the item's neighbours contributes 0. */
export function whyItemKnn(
  { neighbourOf, similarities }: Neighbourhoods,
  history: Int32Array,
  item: number,
): HistoryWhy {
  return sumOverHistory(history, (from) => {
    const start = neighbourOf.offsets[from];
    const at = neighbourOf.items.subarray(start, neighbourOf.offsets[from + 1]).indexOf(item);
    return at < 0 ? 0 : similarities[start + at];
  });
}
