import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Row, tableOf } from '../testSupport';
import { DEFAULT_PREPARE } from '../types';
import { applyFilters } from './index';
import { minPerItem } from './minPerItem';
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

describe('minPerItem', () => {
  it('counts what is left of each item', () => {
    expect([...minPerItem.keep(table, all, { ...settings(0, 0), minPerItem: 3 })]).toEqual([0, 1, 4]);
  });

  it('keeps all at 1', () => {
    expect(minPerItem.keep(table, all, settings(0, 0))).toBe(all);
  });
});

describe('applyFilters', () => {
  it('counts users after the rating filter', () => {
    // b has two interactions, but one of at least 3 stars
    expect([...applyFilters(table, all, settings(3, 2)).rows]).toEqual([0, 2, 5]);
  });

  it('goes on until nothing changes when one filter makes another bite', () => {
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
    const both = { ...settings(0, 2), minPerItem: 2 };
    expect(applyFilters(chain, rows, both)).toEqual({ rows: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 11), rounds: 2 });
    // Each counted once on everything: z goes, and e keeps its other film although it is left with one.
    expect(applyFilters(chain, rows, { ...both, iterative: false })).toEqual({
      rows: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11),
      rounds: 1,
    });
  });

  const anyTable = fc
    .array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 90,
    })
    .map((rows) => tableOf(rows.map(([user, item, rating]): Row => [`u${user}`, `i${item}`, rating])));
  const anyLeast = fc.integer({ min: 0, max: 6 });

  it('leaves the k-core: everyone has enough, and nothing more could have stayed', () => {
    fc.assert(
      fc.property(anyTable, anyLeast, anyLeast, (t, minUser, minItem) => {
        const rows = Int32Array.from(t.users.keys());
        const { rows: kept } = applyFilters(t, rows, { ...settings(0, minUser), minPerItem: minItem });
        // By plain means: drop one row that is short of company, until there is none.
        const left = new Set(rows);
        const company = (row: number, indices: Int32Array) =>
          [...left].filter((other) => indices[other] === indices[row]).length;
        for (let dropped = true; dropped; ) {
          const short = [...left].find((r) => company(r, t.users) < minUser || company(r, t.itemIndices) < minItem);
          dropped = short !== undefined && left.delete(short);
        }
        expect([...kept]).toEqual([...left]);
      }),
    );
  });

  it('counts once, on what the rating filter left, if it is not to repeat', () => {
    fc.assert(
      fc.property(anyTable, anyLeast, anyLeast, (t, minUser, minItem) => {
        const rows = Int32Array.from(t.users.keys());
        const once = { ...settings(3, minUser), minPerItem: minItem, iterative: false };
        const liked = [...rows].filter((row) => t.ratings[row] >= 3);
        const company = (row: number, indices: Int32Array) =>
          liked.filter((other) => indices[other] === indices[row]).length;
        const expected = liked.filter((r) => company(r, t.users) >= minUser && company(r, t.itemIndices) >= minItem);
        expect([...applyFilters(t, rows, once).rows]).toEqual(expected);
      }),
    );
  });

  it('says how many rounds it took', () => {
    expect(applyFilters(table, all, settings(0, 1)).rounds).toBe(0);
    // each film that goes takes a user with it, who takes a film
    const ladder = tableOf([
      ['a', 'v', 5],
      ['a', 'w', 5],
      ['b', 'w', 5],
      ['b', 'x', 5],
      ['c', 'x', 5],
      ['c', 'y', 5],
    ]);
    const rows = Int32Array.from(ladder.users.keys());
    expect(applyFilters(ladder, rows, { ...settings(0, 2), minPerItem: 2 })).toEqual({
      rows: new Int32Array(),
      rounds: 2,
    });
  });

  it('can leave nothing', () => {
    expect(applyFilters(table, all, settings(5, 2)).rows).toHaveLength(0);
  });
});
