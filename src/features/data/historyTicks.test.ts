import { expect, test } from 'vitest';
import { historyTicks, someUsers } from './historyTicks';

const at = (...times: number[]) => times.map((time) => ({ itemIndex: 0, rating: 4, time }));

test('parts are merged in the order of time', () => {
  const ticks = historyTicks({ train: at(1, 5), valid: at(3), test: at(4, 5) });
  expect(ticks.map(({ part }) => part)).toEqual(['train', 'valid', 'test', 'train', 'test']);
});

test('users are spread and different', () => {
  expect(someUsers(100, 4)).toEqual([12, 37, 62, 87]);
  expect(someUsers(3, 8)).toEqual([0, 1, 2]);
  expect(someUsers(0, 8)).toEqual([]);
});
