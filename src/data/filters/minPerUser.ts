import type { Filter } from './filter';

/** Keeps users with at least `minPerUser` interactions. */
export const minPerUser: Filter = {
  id: 'min-per-user',
  keep(table, rows, settings) {
    if (settings.minPerUser <= 1) return rows;
    const counts = new Int32Array(table.userIds.length);
    for (const row of rows) counts[table.users[row]]++;
    return rows.filter((row) => counts[table.users[row]] >= settings.minPerUser);
  },
};
