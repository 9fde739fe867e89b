/** The filters, in the order in which they apply. To add one: a file beside this one, and a line here. */
import type { InteractionTable, PrepareSettings } from '../types';
import type { Filter } from './filter';
import { minPerUser } from './minPerUser';
import { minRating } from './minRating';

export const FILTERS: readonly Filter[] = [minRating, minPerUser];

/** Applies all filters again and again until none of them drops anything: one may make another bite. */
export function applyFilters(
  table: InteractionTable,
  rows: Int32Array,
  settings: PrepareSettings,
  filters: readonly Filter[] = FILTERS,
): Int32Array {
  let kept = rows;
  for (;;) {
    const before = kept.length;
    for (const filter of filters) kept = filter.keep(table, kept, settings);
    if (kept.length === before) return kept;
  }
}
