import { describe, expect, it } from 'vitest';
import { type Row, tableOf } from '../testSupport';
import { DEFAULT_PREPARE } from '../types';
import type { Filter } from './filter';
import { applyFilters } from './index';
import { minPerUser } from './minPerUser';
import { minRating } from './minRating';

const ROWS: Row[] = [
  ['a', 'x', 5],
  ['b', 'x', 3],
  ['a', 'y', 4],
  ['b', 'y', 2],
  ['c', 'x', 4],
  ['a', 'z', 3.5],
];
const table = tableOf(ROWS);
const all = Int32Array.from(ROWS.keys());
const settings = (minRating: number, minPerUser: number) => ({ ...DEFAULT_PREPARE, minRating, minPerUser });

describe('minRating', () => {
  it('keeps ratings from the threshold on', () => {
    expect([...minRating.keep(table, all, settings(3.5, 0))]).toEqual([0, 2, 4, 5]);
    expect([...minRating.keep(table, all, settings(3.6, 0))]).toEqual([0, 2, 4]);
  });

  it('keeps all at 0', () => {
    expect(minRating.keep(table, all, settings(0, 0))).toBe(all);
  });
});

describe('minPerUser', () => {
  it('counts what is left of each user', () => {
    expect([...minPerUser.keep(table, all, settings(0, 2))]).toEqual([0, 1, 2, 3, 5]);
    expect([...minPerUser.keep(table, Int32Array.of(0, 1, 2, 5), settings(0, 2))]).toEqual([0, 2, 5]);
  });

  it('keeps all at 1', () => {
    expect(minPerUser.keep(table, all, settings(0, 1))).toBe(all);
  });
});

describe('applyFilters', () => {
  it('counts users after the rating filter', () => {
    // b has two interactions, but one of at least 3 stars
    expect([...applyFilters(table, all, settings(3, 2))]).toEqual([0, 2, 5]);
  });

  it('goes on until nothing changes when one filter makes another bite', () => {
    const minPerItem: Filter = {
      id: 'min-per-item',
      keep: (t, rows) => {
        const counts = new Int32Array(t.items.length);
        for (const row of rows) counts[t.itemIndices[row]]++;
        return rows.filter((row) => counts[t.itemIndices[row]] >= 2);
      },
    };
    // Users need two films and films two users. z has one user, so a loses it; then c has too few, and v too.
    const chain = tableOf([
      ['a', 'x', 5],
      ['a', 'y', 5],
      ['b', 'x', 5],
      ['b', 'y', 5],
      ['c', 'v', 5],
      ['c', 'w', 5],
      ['d', 'v', 5],
      ['d', 'w', 5],
      ['d', 'x', 5],
      ['e', 'w', 5],
      ['e', 'z', 5],
      ['c', 'y', 5],
    ]);
    const rows = Int32Array.from(chain.users.keys());
    const kept = applyFilters(chain, rows, settings(0, 2), [minPerUser, minPerItem]);
    // in one pass e would keep (e, w)
    expect([...kept]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 11]);
  });

  it('can leave nothing', () => {
    expect(applyFilters(table, all, settings(5, 2))).toHaveLength(0);
  });
});
