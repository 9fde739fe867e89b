import type { Filter } from './filter';

/** Keeps interactions with a rating of at least `minRating`; 0 keeps all. */
export const minRating: Filter = {
  id: 'min-rating',
  counts: false,
  keep({ ratings }, rows, settings) {
    if (settings.minRating <= 0) return rows;
    const kept = new Int32Array(rows.length);
    let size = 0;
    for (let i = 0; i < rows.length; i++) if (ratings[rows[i]] >= settings.minRating) kept[size++] = rows[i];
    return size === rows.length ? rows : kept.slice(0, size);
  },
};
