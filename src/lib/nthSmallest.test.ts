import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nthSmallest } from './nthSmallest';

it('finds what sorting would put there', () => {
  const anyValue = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -1e9, max: 2e9 }));
  fc.assert(
    fc.property(fc.array(anyValue, { minLength: 1, maxLength: 200 }), fc.nat(), (values, seed) => {
      const index = seed % values.length;
      const sorted = Float64Array.from(values).sort();
      expect(nthSmallest(Float64Array.from(values), index)).toBe(sorted[index]);
    }),
  );
});

it('stays fast on values that are sorted, reversed or all equal', () => {
  const size = 200_000;
  const shapes = [(i: number) => i, (i: number) => size - i, () => 7, (i: number) => i % 2];
  for (const shape of shapes) {
    const values = Float64Array.from({ length: size }, (_, i) => shape(i));
    const expected = values.slice().sort()[150_000];
    const started = performance.now();
    expect(nthSmallest(values, 150_000)).toBe(expected);
    expect(performance.now() - started).toBeLessThan(2000);
  }
});

it('knows no place outside', () => {
  expect(() => nthSmallest(Float64Array.of(1), 1)).toThrow(RangeError);
  expect(() => nthSmallest(new Float64Array(), 0)).toThrow(RangeError);
});
