import { expect, it } from 'vitest';
import { mainParts } from './mainParts';

it('lists the largest parts and sums the rest: nothing of the sum is lost', () => {
  const parts = [0.5, -2, 0, 1, 0.25].map((value, item) => ({ item, value }));
  expect(mainParts(parts, 2)).toEqual({
    main: [
      { item: 1, value: -2 },
      { item: 3, value: 1 },
    ],
    numRest: 3,
    rest: 0.75,
  });
  expect(mainParts(parts, 9)).toMatchObject({ numRest: 1, rest: 0 });
  expect(mainParts([], 3)).toEqual({ main: [], numRest: 0, rest: 0 });
});
