import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decadeTicks, niceTicks, tickDecimals } from './niceTicks';

describe('niceTicks', () => {
  it('covers the range with round numbers', () => {
    expect(niceTicks(0.04, 0.172)).toEqual([0, 0.05, 0.1, 0.15, 0.2]);
    expect(niceTicks(0.27, 1)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(niceTicks(0, 50, 6)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('stays within the range when asked to', () => {
    expect(niceTicks(0, 47, 6, false)).toEqual([0, 10, 20, 30, 40]);
  });

  it('makes room around a single value', () => {
    const ticks = niceTicks(3, 3);
    expect(ticks[0]).toBeLessThan(3);
    expect(ticks[ticks.length - 1]).toBeGreaterThan(3);
    expect(niceTicks(0, 0).length).toBeGreaterThan(1);
  });

  it('always encloses the range with two to seven even steps', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-6);
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const ticks = niceTicks(min, max);
        const slack = (max - min) * 0.02;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks[0]).toBeLessThanOrEqual(min + slack);
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(max - slack);
      }),
    );
  });
});

describe('tickDecimals', () => {
  it('shows as many decimals as the ticks need', () => {
    expect(tickDecimals([0, 10, 20])).toBe(0);
    expect(tickDecimals([0, 0.05, 0.1])).toBe(2);
    expect(tickDecimals([0.025, 0.05])).toBe(3);
  });
});

describe('decadeTicks', () => {
  it('holds the range between powers of ten', () => {
    expect(decadeTicks(1, 1)).toEqual([1, 10]);
    expect(decadeTicks(3, 240)).toEqual([1, 10, 100, 1000]);
    expect(decadeTicks(10, 100)).toEqual([10, 100]);
    expect(decadeTicks(1000, 1000)).toEqual([1000, 10_000]);
  });
});
