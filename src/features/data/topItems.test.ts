import { expect, test } from 'vitest';
import { topItems } from './topItems';

test('the largest come first, and of equals the first', () => {
  expect(topItems([1, 5, 2, 5], 3)).toEqual([1, 3, 2]);
  expect(topItems(Int32Array.of(7), 3)).toEqual([0]);
  expect(topItems([], 3)).toEqual([]);
});
