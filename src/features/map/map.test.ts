import { describe, expect, it } from 'vitest';
import { longHex } from '@/components/longHex';
import { byGenre, byNumber, byNumbers, type ColourTokens, coloursOf, mixed } from './colourings';
import { pointsWithin, toScreen, withCorner } from './corners';
import { DotRaster, pixelOf, stampOf } from './DotRaster';
import { overlap, placeNames } from './drawMap';
import { nextPoint, pointAt, pointsInside, ranksOnMap } from './hitTest';
import { laidOver } from './laidOver';
import { boundsOf, panned, showing, transformOf, type View, WHOLE, zoomed } from './mapView';
import { mostPopularRows, placesOf } from './pointRows';
import type { DrawnMap } from './useMap';

const area = { width: 400, height: 300 };
// a cross: centre, right, left, up, down
const cross = Float32Array.of(0, 0, 2, 0, -2, 0, 0, 1, 0, -1);

describe('colours', () => {
  const film = (genres: string[]) => ({ id: '', title: '', genres, year: null });

  it('first genres, the most frequent by name, others and none together', () => {
    const genres = ['A', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'A', 'B'];
    const items = [...genres.map((genre) => film([genre, 'A'])), film([])];
    const { classOf, classes } = byGenre(items, [...items.keys()]);
    expect(classes.map(({ label, count }) => [label, count])).toEqual([
      ['A', 3],
      ['B', 2],
      ['C', 1],
      ['D', 1],
      ['E', 1],
      ['F', 1],
      ['G', 1],
      [null, 2],
    ]);
    expect([...classOf]).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 7]);
  });

  it('numbers in steps of as many points each; equal numbers stay together', () => {
    const { classOf, classes } = byNumber(Float64Array.from({ length: 60 }, (_, i) => i));
    expect(classes.map(({ count }) => count)).toEqual([10, 10, 10, 10, 10, 10]);
    expect(classes[1].label).toEqual({ from: 10, to: 19 });
    expect([classOf[0], classOf[9], classOf[10], classOf[59]]).toEqual([0, 0, 1, 5]);

    const mostlyZero = byNumber([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, Number.NaN]);
    expect(mostlyZero.classes.map(({ label, count }) => [label, count])).toEqual([
      [{ from: 0, to: 0 }, 8],
      [{ from: 1, to: 1 }, 1],
      [{ from: 2, to: 2 }, 1],
      [null, 1],
    ]);
    expect([...mostlyZero.classOf]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
    expect(byNumber([]).classes).toEqual([]);
  });

  it('of two maps in the same steps, each with its own points', () => {
    const [good, bad] = byNumbers([
      [1, 2, 3, Number.NaN],
      [4, 5, 6, 1],
    ]);
    expect(good.classes.map(({ label }) => label)).toEqual([...bad.classes.map(({ label }) => label), null]);
    expect(good.classes.map(({ count }) => count)).toEqual([1, 1, 1, 0, 0, 0, 1]);
    expect(bad.classes.map(({ count }) => count)).toEqual([1, 0, 0, 1, 1, 1]);
    expect([...good.classOf]).toEqual([0, 1, 2, 6]);
    expect([...bad.classOf]).toEqual([3, 4, 5, 0]);
  });

  it('a colour for each class', () => {
    const tokens: ColourTokens = {
      surface: '#ffffff',
      text: '#000000',
      accent: '#0000ff',
      other: '#888888',
      genres: ['#111111', '#222222'],
    };
    const scale = coloursOf(byNumber([1, 2, 3, 4, 5, 6, Number.NaN]), tokens);
    expect(scale).toHaveLength(7);
    expect(new Set(scale).size).toBe(7);
    expect(scale[0]).toBe('#b3b3ff');
    expect(scale[6]).toBe('#888888');
    expect(mixed('#000000', '#ff8000', 0.5)).toBe('#804000');
    expect([longHex('#fff'), longHex('#1Bc'), longHex('#f4f6f9')]).toEqual(['#ffffff', '#11BBcc', '#f4f6f9']);
  });
});

describe('two maps', () => {
  const drawn = (positions: number[], method: DrawnMap['method'] = 'tsne') =>
    ({ shown: { rows: Int32Array.of(4, 7, 9) }, method, positions: Float32Array.from(positions) }) as DrawnMap;
  const reference = drawn([0, 0, 2, 0, 0, 1]);
  // turned by a quarter, twice as large, elsewhere
  const turned = drawn([5, 5, 5, 9, 3, 5]);
  const near = (map: DrawnMap) => Array.from(map.positions, (value) => Math.round(value * 1e4) / 1e4 + 0);

  it('one is laid over the other again when the other is drawn anew', () => {
    const unfinished = drawn([0, 0, 1, 1, -4, 3]);
    const over = laidOver(turned, unfinished);
    expect(near(over)).not.toEqual(near(reference));
    expect(near(laidOver(turned, reference))).toEqual(near(reference));
    // what was laid elsewhere before makes no difference
    expect(near(laidOver(over, reference))).toEqual(near(reference));
  });

  it('stays as it came beside nothing, another method or other points', () => {
    expect(laidOver(turned, null)).toBe(turned);
    expect(laidOver(turned, drawn([0, 0, 2, 0, 0, 1], 'umap'))).toBe(turned);
    expect(laidOver(turned, drawn([0, 0, 2, 0]))).toBe(turned);
  });

  it('have a table of the most popular rows, and where they lie', () => {
    const counts = [0, 0, 0, 0, 3, 0, 0, 8, 0, 3];
    expect(mostPopularRows(Int32Array.of(4, 7, 9), counts, 2)).toEqual([7, 4]);
    expect(mostPopularRows(Int32Array.of(4, 7, 9), null, 9)).toEqual([4, 7, 9]);
    expect(placesOf(reference).get(7)).toEqual({ point: 1, x: 2, y: 0 });
    expect(placesOf(reference).get(5)).toBeUndefined();
  });
});

describe('view', () => {
  it('the whole map fits and stands in the middle, up is up', () => {
    const { scale, dx, dy } = transformOf(boundsOf(cross), area, WHOLE);
    expect(scale).toBeCloseTo((400 - 44) / 4);
    expect([dx, dy]).toEqual([200, 150]);
    expect(dy - cross[7] * scale).toBeLessThan(150);
  });

  it('zooming keeps what is under the pointer', () => {
    const bounds = boundsOf(cross);
    const view: View = { x: 13, y: -5, zoom: 2 };
    const at = { x: 310, y: 40 };
    const worldAt = (v: View) => {
      const { scale, dx, dy } = transformOf(bounds, area, v);
      return [(at.x - dx) / scale, (dy - at.y) / scale];
    };
    const after = zoomed(view, 1.7, at, area);
    expect(after.zoom).toBeCloseTo(3.4);
    worldAt(after).forEach((value, axis) => {
      expect(value).toBeCloseTo(worldAt(view)[axis], 8);
    });
    expect(zoomed(view, 1e9, at, area).zoom).toBe(60);
  });

  it('moving moves by pixels, at any zoom', () => {
    const before = transformOf(boundsOf(cross), area, { x: 0, y: 0, zoom: 4 });
    const after = transformOf(boundsOf(cross), area, panned({ x: 0, y: 0, zoom: 4 }, 10, -6));
    expect([after.dx - before.dx, after.dy - before.dy]).toEqual([10, -6]);
  });

  it('a point outside is brought inside, one inside stays', () => {
    expect(showing(WHOLE, { x: 200, y: 100 }, area)).toEqual(WHOLE);
    expect(showing(WHOLE, { x: -20, y: 290 }, area)).toEqual({ x: 60, y: -30, zoom: 1 });
  });

  it('a single place has a map', () => {
    const { scale, dx, dy } = transformOf(boundsOf([3, 4]), area, WHOLE);
    expect([3 * scale + dx, dy - 4 * scale]).toEqual([200, 150]);
  });
});

describe('points meant', () => {
  const transform = transformOf(boundsOf(cross), area, WHOLE);

  it('under the pointer, within reach', () => {
    expect(pointAt(cross, transform, 205, 148, 12)).toBe(0);
    expect(pointAt(cross, transform, 378, 150, 12)).toBe(1);
    expect(pointAt(cross, transform, 250, 150, 12)).toBe(-1);
  });

  it('in a direction', () => {
    expect(nextPoint(cross, 0, 'right')).toBe(1);
    expect(nextPoint(cross, 0, 'left')).toBe(2);
    expect(nextPoint(cross, 0, 'up')).toBe(3);
    expect(nextPoint(cross, 0, 'down')).toBe(4);
    expect(nextPoint(cross, 1, 'left')).toBe(0);
    expect(nextPoint(cross, 3, 'up')).toBe(-1);
  });

  it('inside a line', () => {
    const rightHalf = [
      { x: 190, y: 0 },
      { x: 400, y: 0 },
      { x: 400, y: 300 },
      { x: 190, y: 300 },
    ];
    expect(pointsInside(cross, transform, rightHalf)).toEqual([0, 1, 3, 4]);
    expect(pointsInside(cross, transform, [])).toEqual([]);
  });

  it('inside corners that are set one by one, those at a corner too; set again at the last one closes', () => {
    let set = withCorner([], { x: 190, y: 10 }, transform);
    // a double click at the beginning is one corner
    expect(withCorner(set.corners, { x: 191, y: 10 }, transform)).toEqual({ corners: set.corners, isClosed: false });
    for (const point of [1, 4]) {
      const at = toScreen(transform, { x: cross[2 * point], y: cross[2 * point + 1] });
      set = withCorner(set.corners, at, transform);
    }
    expect(set.corners).toHaveLength(3);
    expect(set.isClosed).toBe(false);
    const closed = withCorner(set.corners, toScreen(transform, { x: 0, y: -1 }), transform);
    expect(closed).toEqual({ corners: set.corners, isClosed: true });
    expect(withCorner(set.corners, { x: 194, y: 12 }, transform).isClosed).toBe(true);
    expect(pointsWithin(cross, transform, set.corners)).toEqual([0, 1, 3, 4]);
    // they lie on the map, not on the screen
    const moved = transformOf(boundsOf(cross), area, { x: 30, y: -20, zoom: 3 });
    expect(pointsWithin(cross, moved, set.corners)).toEqual([0, 1, 3, 4]);
    expect(withCorner(set.corners, { x: 194, y: 12 }, moved).isClosed).toBe(false);
  });

  it('ranks by distance on the map', () => {
    expect(ranksOnMap(Float32Array.of(0, 0, 3, 0, 1, 0, -2, 0), 0, [1, 2, 3])).toEqual([3, 1, 2]);
  });
});

describe('placeNames', () => {
  const names = (xs: [number, number][]) => xs.map(([x, y], point) => ({ point, x, y, name: `n${point}` }));

  it('goes right, else left, else leaves the name out; none overlap', () => {
    const taken = [{ left: 100, top: 100, right: 140, bottom: 120 }];
    const placed = placeNames(
      names([
        [60, 50],
        [62, 52],
        [63, 54],
        [95, 110],
        [380, 200],
      ]),
      () => 50,
      area,
      taken,
      10,
    );
    expect(placed.map(({ point, left }) => [point, left])).toEqual([
      [0, 65],
      [1, 7],
      [3, 40],
      [4, 325],
    ]);
    taken.forEach((a, i) => {
      for (const b of taken.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    });
  });

  it('stops at the most', () => {
    const many = names([
      [10, 50],
      [10, 100],
      [10, 150],
    ]);
    expect(placeNames(many, () => 20, area, [], 2)).toHaveLength(2);
  });
});

describe('dots', () => {
  it('a stamp covers the area of its circle', () => {
    for (const radius of [1, 2.25, 6]) {
      const { coverage } = stampOf(radius);
      const covered = coverage.reduce((sum, value) => sum + value, 0) / 256;
      expect(covered / (Math.PI * radius * radius)).toBeCloseTo(1, 0);
      expect(Math.max(...coverage)).toBeGreaterThan(radius > 2 ? 255 : 200);
    }
  });

  it('colours are pixels with red lowest', () => {
    expect(pixelOf('#123456')).toBe(0xff563412);
  });

  it('stand where they should, blended at the edge and by opacity, and stop at the border', () => {
    const raster = new DotRaster();
    raster.begin(20, 10, '#ffffff');
    raster.dot(10, 5, 3, pixelOf('#000000'), 256);
    expect(raster.at(10, 5)).toBe(pixelOf('#000000'));
    expect(raster.at(2, 5)).toBe(pixelOf('#ffffff'));
    const edge = raster.at(7, 3) & 255;
    expect(edge).toBeGreaterThan(0);
    expect(edge).toBeLessThan(255);
    raster.begin(20, 10, '#ffffff');
    raster.dot(10, 5, 3, pixelOf('#000000'), 128);
    expect(raster.at(10, 5) & 255).toBe(127);
    // half outside, on each side: nothing wraps around to the other
    raster.begin(20, 10, '#ffffff');
    for (const [x, y] of [
      [0, 5],
      [20, 5],
    ]) {
      raster.dot(x, y, 3, pixelOf(x === 0 ? '#000000' : '#ff0000'), 256);
    }
    expect(raster.at(0, 5)).toBe(pixelOf('#000000'));
    expect(raster.at(19, 5)).toBe(pixelOf('#ff0000'));
    raster.dot(10, -50, 3, pixelOf('#000000'), 256);
  });
});
