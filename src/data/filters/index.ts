/** The filters, in the order in which they apply. To add one: a file beside this one, and a line here. */
import type { InteractionTable, PrepareSettings } from '../types';
import type { Filter } from './filter';
import { minPerItem } from './minPerItem';
import { minPerUser } from './minPerUser';
import { minRating } from './minRating';

export const FILTERS: readonly Filter[] = [minRating, minPerUser, minPerItem];

export interface Filtered {
  /** row numbers of the table that stay, ascending */
  rows: Int32Array;
  /** passes of the counting filters that dropped something */
  rounds: number;
}

/**
 * First the filters that look at each row by itself. Then those that count: with `settings.iterative` one after another,
 * again and again until none drops anything, which leaves the k-core (Batagelj and Zaveršnik, 2003); else each counts
 * once, on what the first ones left, and a row stays if all of them keep it, as in the SASRec authors' preprocessing
 * (users and items then may end up with fewer than asked for).
 */
export function applyFilters(
  table: InteractionTable,
  rows: Int32Array,
  settings: PrepareSettings,
  filters: readonly Filter[] = FILTERS,
): Filtered {
  let kept = rows;
  for (const filter of filters) if (!filter.counts) kept = filter.keep(table, kept, settings);
  const counting = filters.filter((filter) => filter.counts);
  if (!settings.iterative) {
    const left = counting.map((filter) => filter.keep(table, kept, settings)).reduce(inBoth, kept);
    return { rows: left, rounds: left.length < kept.length ? 1 : 0 };
  }
  for (let rounds = 0; ; rounds++) {
    const before = kept.length;
    for (const filter of counting) kept = filter.keep(table, kept, settings);
    if (kept.length === before) return { rows: kept, rounds };
  }
}

/** What two ascending lists share. */
function inBoth(first: Int32Array, second: Int32Array): Int32Array {
  const shared = new Int32Array(Math.min(first.length, second.length));
  let size = 0;
  let place = 0;
  for (let i = 0; i < first.length; i++) {
    while (place < second.length && second[place] < first[i]) place++;
    if (second[place] === first[i]) shared[size++] = first[i];
  }
  return shared.slice(0, size);
}
