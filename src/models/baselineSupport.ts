/** Small data sets for the tests of baselines. */
import { type RowLists, rowListsFromPairs } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { TrainingData } from './types';

export function dataOf(histories: number[][], numItems: number): TrainingData {
  const users = histories.flatMap((items, user) => items.map(() => user));
  const train = rowListsFromPairs(histories.length, users, histories.flat());
  const popularity = new Int32Array(numItems);
  for (const item of train.items) popularity[item]++;
  return { numUsers: histories.length, numItems, train, popularity };
}

/** Histories of different lengths over items of different popularity; some users and items have nothing. */
export function randomData(numUsers: number, numItems: number, seed = 1): TrainingData {
  const random = randomStream(seed, 'synthetic');
  const histories = Array.from({ length: numUsers }, (_, user) => {
    const items = new Set<number>();
    for (let k = user % 9; k > 0; k--) items.add(Math.floor((numItems - 1) * random.uniform() ** 2));
    return [...items];
  });
  return dataOf(histories, numItems);
}

/** [numUsers][numItems] of 0 and 1. */
export function denseOf(train: RowLists, numItems: number): number[][] {
  return Array.from({ length: train.offsets.length - 1 }, (_, user) => {
    const row = new Array<number>(numItems).fill(0);
    for (let k = train.offsets[user]; k < train.offsets[user + 1]; k++) row[train.items[k]] = 1;
    return row;
  });
}
