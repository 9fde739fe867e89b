import { expect, test } from 'vitest';
import type { ColumnMapping } from '@/worker/protocolImport';
import { mappingProblem, roleOf, withRole } from './mappingProblem';

const NONE = { user: null, item: null, rating: null, timestamp: null, title: null, genres: null };

function mapping(columns: Partial<ColumnMapping['columns']>): ColumnMapping {
  return { path: 'a.csv', encoding: 'utf-8', delimiter: ',', header: true, columns: { ...NONE, ...columns } };
}

test('user and item are needed, and every column has one role', () => {
  expect(mappingProblem(mapping({}))).toEqual({ reason: 'no-user' });
  expect(mappingProblem(mapping({ user: 0 }))).toEqual({ reason: 'no-item' });
  expect(mappingProblem(mapping({ user: 0, item: 0 }))).toEqual({ reason: 'same', first: 'user', second: 'item' });
  expect(mappingProblem(mapping({ user: 0, item: 1, rating: 2, timestamp: 2 }))).toEqual({
    reason: 'same',
    first: 'rating',
    second: 'timestamp',
  });
  expect(mappingProblem(mapping({ user: 0, item: 1 }))).toBeNull();
});

test('a column that gets a role loses its old one, and takes it from the column that had it', () => {
  const before = mapping({ user: 0, item: 1, rating: 2 });
  const after = withRole(before, 2, 'item');
  expect(after.columns).toEqual({ ...NONE, user: 0, item: 2 });
  expect(roleOf(after, 2)).toBe('item');
  expect(roleOf(after, 1)).toBeNull();
  expect(roleOf(withRole(after, 0, null), 0)).toBeNull();
  expect(before.columns.rating).toBe(2);
});
