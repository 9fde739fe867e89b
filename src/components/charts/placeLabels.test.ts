import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from './placeLabels';

const at = (y: number, left = 0, right = 80) => ({ y, left, right });

describe('placeLabels', () => {
  it('leaves labels alone that are far enough apart', () => {
    expect(placeLabels([at(50), at(20), at(90)], 0, 100)).toEqual([50, 20, 90]);
  });

  it('moves two that collide by equal amounts', () => {
    expect(placeLabels([at(50), at(52)], 0, 100)).toEqual([43.5, 58.5]);
  });

  it('keeps the order of three at the same height, centred on it', () => {
    expect(placeLabels([at(50), at(50), at(50)], 0, 100)).toEqual([35, 50, 65]);
  });

  it('stays inside the plot', () => {
    expect(placeLabels([at(2), at(3)], 0, 100)).toEqual([0, 15]);
    expect(placeLabels([at(99), at(98)], 0, 100)).toEqual([100, 85]);
  });

  it('does not push a label that is beside another one', () => {
    expect(placeLabels([at(50, 0, 80), at(52, 90, 170)], 0, 100)).toEqual([50, 52]);
  });

  it('pushes labels that touch only through a third one', () => {
    const placed = placeLabels([at(50, 0, 80), at(50, 70, 150), at(50, 140, 220)], 0, 100);
    expect(placed.toSorted((a, b) => a - b)).toEqual([35, 50, 65]);
  });

  it('shrinks the gap evenly where there is too little room', () => {
    expect(placeLabels([at(5), at(5), at(5)], 0, 20)).toEqual([0, 10, 20]);
  });

  it('never brings two labels of one column nearer than the gap, never leaves the plot, keeps the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 450, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (wanted) => {
          const placed = placeLabels(
            wanted.map((y) => at(y)),
            0,
            400,
          );
          const pairs = wanted.map((y, index) => [y, placed[index]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          for (const [index, [, y]] of pairs.entries()) {
            expect(y).toBeGreaterThanOrEqual(-1e-9);
            expect(y).toBeLessThanOrEqual(400 + 1e-9);
            if (index > 0) {
              expect(y - pairs[index - 1][1]).toBeGreaterThanOrEqual(15 - 1e-9);
            }
          }
        },
      ),
    );
  });
});
