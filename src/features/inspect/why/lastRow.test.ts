import { expect, it } from 'vitest';
import type { AttentionMaps } from '@/models/attention';
import { lastRow } from './lastRow';

// two blocks of two heads over three films; only last rows differ
const weights = (last: number[]) => [1, 0, 0, 0.5, 0.5, 0, ...last];
const maps: AttentionMaps = {
  items: Int32Array.of(8, 3, 5),
  numEarlier: 4,
  maxLength: 3,
  numBlocks: 2,
  numHeads: 2,
  weights: Float32Array.from([
    ...weights([1, 0, 0]),
    ...weights([0, 1, 0]),
    ...weights([0.25, 0.5, 0.25]),
    ...weights([0.75, 0, 0.25]),
  ]),
};

it('is the last row of a block, of one head or of their mean, and adds up to 1', () => {
  expect(lastRow(maps, 1, 0, 9).main).toEqual([
    { place: 1, weight: 0.5 },
    { place: 0, weight: 0.25 },
    { place: 2, weight: 0.25 },
  ]);
  expect(lastRow(maps, 1, 'mean', 9).main).toEqual([
    { place: 0, weight: 0.5 },
    { place: 1, weight: 0.25 },
    { place: 2, weight: 0.25 },
  ]);
  expect(lastRow(maps, 0, 'mean', 9).total).toBe(1);
});

it('lists the largest and sums the rest: nothing of the row is lost', () => {
  expect(lastRow(maps, 1, 1, 1)).toEqual({ main: [{ place: 0, weight: 0.75 }], numRest: 2, rest: 0.25, total: 1 });
  expect(lastRow(maps, 0, 0, 9)).toMatchObject({ main: [{ place: 0, weight: 1 }], numRest: 2, rest: 0 });
});
