import type { Filter } from './filter';
import { keepFrequent } from './keepFrequent';

/** Keeps users with at least `minPerUser` interactions. */
export const minPerUser: Filter = {
  id: 'min-per-user',
  counts: true,
  keep(table, rows, settings) {
    return keepFrequent(rows, table.users, table.userIds.length, settings.minPerUser);
  },
};
