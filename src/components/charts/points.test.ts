import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DRAWN_POINTS, nearestPoint, thinPoints, yRange } from './points';

const line = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: x * x }));

describe('thinPoints', () => {
  it('leaves short lines alone', () => {
    expect(thinPoints(line(3))).toEqual(line(3));
  });

  it('keeps both ends and the order, and never more than the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (count) => {
        const points = line(count);
        const thinned = thinPoints(points);
        expect(thinned.length).toBeLessThanOrEqual(MAX_DRAWN_POINTS);
        expect(thinned.length).toBeGreaterThanOrEqual(Math.min(count, MAX_DRAWN_POINTS / 2));
        expect(thinned[0]).toBe(points[0]);
        expect(thinned[thinned.length - 1]).toBe(points[count - 1]);
        expect(new Set(thinned.map((point) => point.x)).size).toBe(thinned.length);
      }),
    );
  });
});

describe('nearestPoint', () => {
  it('finds the nearer neighbour', () => {
    expect(nearestPoint(line(10), 3.4)).toEqual({ x: 3, y: 9 });
    expect(nearestPoint(line(10), 3.6)).toEqual({ x: 4, y: 16 });
    expect(nearestPoint(line(10), 9)).toEqual({ x: 9, y: 81 });
  });

  it('finds nothing where the line is not', () => {
    expect(nearestPoint(line(10), 12)).toBeNull();
    expect(nearestPoint(line(10), -2)).toBeNull();
    expect(nearestPoint([], 1)).toBeNull();
    expect(nearestPoint([{ x: 1, y: 5 }], 2)).toBeNull();
    expect(nearestPoint([{ x: 1, y: 5 }], 1)).toEqual({ x: 1, y: 5 });
  });
});

describe('yRange', () => {
  it('spans all lines', () => {
    expect(yRange([line(3), [{ x: 0, y: -1 }]])).toEqual([-1, 4]);
    expect(yRange([[], []])).toBeNull();
  });
});
