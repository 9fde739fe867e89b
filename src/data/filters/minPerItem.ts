import type { Filter } from './filter';
import { keepFrequent } from './keepFrequent';

/** Keeps items with at least `minPerItem` interactions. */
export const minPerItem: Filter = {
  id: 'min-per-item',
  counts: true,
  keep(table, rows, settings) {
    return keepFrequent(rows, table.itemIndices, table.items.length, settings.minPerItem);
  },
};
