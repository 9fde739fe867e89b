import { describe, expect, it } from 'vitest';
import { concatRows, numRowsOf, rowListsFromPairs, rowOf, turnRows } from './csr';

describe('rowListsFromPairs', () => {
  it('groups by row and keeps the order within a row, empty rows included', () => {
    const lists = rowListsFromPairs(4, [2, 0, 2, 0, 2], [9, 8, 7, 6, 5]);
    expect([...lists.offsets]).toEqual([0, 2, 2, 5, 5]);
    expect(Array.from({ length: 4 }, (_, row) => [...rowOf(lists, row)])).toEqual([[8, 6], [], [9, 7, 5], []]);
    expect(numRowsOf(lists)).toBe(4);
  });

  it('makes lists of nothing', () => {
    const lists = rowListsFromPairs(0, [], []);
    expect([...lists.offsets]).toEqual([0]);
    expect(lists.items).toHaveLength(0);
  });
});

describe('rowOf', () => {
  it('is a view', () => {
    const lists = rowListsFromPairs(1, [0, 0], [1, 2]);
    rowOf(lists, 0)[1] = 5;
    expect([...lists.items]).toEqual([1, 5]);
  });
});

describe('concatRows', () => {
  it('puts the second list of each row behind the first', () => {
    const first = rowListsFromPairs(3, [0, 2], [1, 2]);
    const second = rowListsFromPairs(3, [0, 1, 0], [3, 4, 5]);
    const both = concatRows(first, second);
    expect([...both.offsets]).toEqual([0, 3, 4, 5]);
    expect([...both.items]).toEqual([1, 3, 5, 4, 2]);
  });
});

describe('turnRows', () => {
  it('lists the rows of each item, ascending, items without rows included', () => {
    const turned = turnRows(rowListsFromPairs(3, [0, 2, 2, 0], [1, 3, 1, 0]), 4);
    expect([...turned.offsets]).toEqual([0, 1, 3, 3, 4]);
    expect([...turned.items]).toEqual([0, 0, 2, 2]);
  });
});
