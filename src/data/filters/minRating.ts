import type { Filter } from './filter';

/** Keeps interactions with a rating of at least `minRating`; 0 keeps all. */
export const minRating: Filter = {
  id: 'min-rating',
  keep(table, rows, settings) {
    if (settings.minRating <= 0) return rows;
    return rows.filter((row) => table.ratings[row] >= settings.minRating);
  },
};
