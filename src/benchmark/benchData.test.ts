import { expect, test } from 'vitest';
import { rowOf } from '@/lib/csr';
import { benchData, firstInteractions } from './benchData';

const SIZES = { numUsers: 300, numItems: 200, numInteractions: 6000 };

test('has about as many distinct interactions as asked for, with a long tail', () => {
  const data = benchData(SIZES);
  expect(data.train.items.length).toBeGreaterThan(5000);
  expect(data.train.items.length).toBeLessThan(6600);
  for (let user = 0; user < SIZES.numUsers; user++) {
    const row = rowOf(data.train, user);
    expect(row.length).toBeGreaterThanOrEqual(2);
    expect(new Set(row).size).toBe(row.length);
  }
  const { popularity } = data;
  expect(popularity.reduce((sum, count) => sum + count)).toBe(data.train.items.length);
  expect(popularity[0]).toBeGreaterThan(4 * popularity[199]);
  expect(benchData(SIZES)).toEqual(data);
});

test('the first interactions keep users and items as they are', () => {
  const data = benchData(SIZES);
  const some = firstInteractions(data, 1000);
  expect(some.numUsers).toBe(300);
  expect(some.train.offsets).toHaveLength(301);
  expect(some.train.items.length).toBeGreaterThanOrEqual(1000);
  expect(some.train.items.length).toBeLessThan(1200);
  expect(rowOf(some.train, 3)).toEqual(rowOf(data.train, 3));
  expect(rowOf(some.train, 299)).toHaveLength(0);
  expect(some.popularity.reduce((sum, count) => sum + count)).toBe(some.train.items.length);
});
