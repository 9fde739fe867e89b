import { expect, test } from 'vitest';
import { topShare } from './topShare';

test('one of ten films holds 55 of 100 ratings', () => {
  expect(topShare(Int32Array.of(5, 5, 5, 55, 5, 5, 5, 5, 5, 5))).toBeCloseTo(0.55);
});

test('a part of a film counts as a whole one', () => {
  expect(topShare([3, 1, 0])).toBeCloseTo(0.75);
});

test('nothing holds nothing', () => {
  expect(topShare([0, 0])).toBe(0);
});
