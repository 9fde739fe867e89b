/** Which points of a map are meant: under the pointer, in a direction, inside a line drawn around them. */
import type { Transform } from './mapView';

/** The nearest point within reach, in pixels; -1 where there is none. */
export function pointAt(positions: ArrayLike<number>, transform: Transform, x: number, y: number, reach: number) {
  const { scale, dx, dy } = transform;
  let found = -1;
  let least = reach * reach;
  for (let i = 0; i < positions.length; i += 2) {
    const gapX = positions[i] * scale + dx - x;
    const gapY = dy - positions[i + 1] * scale - y;
    const square = gapX * gapX + gapY * gapY;
    if (square < least) [found, least] = [i / 2, square];
  }
  return found;
}

export type Direction = 'left' | 'right' | 'up' | 'down';
const ALONG: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] };

/**
 * The next point in a direction: near, and rather straight ahead than aside; within 45 degrees.
 * @returns -1 where there is none
 */
export function nextPoint(positions: ArrayLike<number>, from: number, direction: Direction): number {
  const [ux, uy] = ALONG[direction];
  let found = -1;
  let least = Infinity;
  for (let i = 0; i < positions.length / 2; i++) {
    if (i === from) continue;
    const gapX = positions[2 * i] - positions[2 * from];
    const gapY = positions[2 * i + 1] - positions[2 * from + 1];
    const ahead = gapX * ux + gapY * uy;
    const aside = Math.abs(gapX * uy - gapY * ux);
    if (ahead <= 0 || aside > ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [found, least] = [i, cost];
  }
  return found;
}

/** Points inside a closed line (even-odd rule), ascending. @param line in pixels */
export function pointsInside(
  positions: ArrayLike<number>,
  { scale, dx, dy }: Transform,
  line: readonly { x: number; y: number }[],
): number[] {
  const inside: number[] = [];
  for (let i = 0; i < positions.length; i += 2) {
    const x = positions[i] * scale + dx;
    const y = dy - positions[i + 1] * scale;
    let isInside = false;
    for (let a = 0, b = line.length - 1; a < line.length; b = a++) {
      const [p, q] = [line[a], line[b]];
      if (p.y > y !== q.y > y && x < ((q.x - p.x) * (y - p.y)) / (q.y - p.y) + p.x) isInside = !isInside;
    }
    if (isInside) inside.push(i / 2);
  }
  return inside;
}

/** Place of each asked point among all others by distance on the map from one: 1 is the nearest. */
export function ranksOnMap(positions: ArrayLike<number>, from: number, asked: readonly number[]): number[] {
  const square = (i: number) =>
    (positions[2 * i] - positions[2 * from]) ** 2 + (positions[2 * i + 1] - positions[2 * from + 1]) ** 2;
  const all: number[] = [];
  for (let i = 0; i < positions.length / 2; i++) if (i !== from) all.push(square(i));
  all.sort((a, b) => a - b);
  return asked.map((point) => 1 + all.indexOf(square(point)));
}
