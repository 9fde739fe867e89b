/**
 * A line around points that is set corner by corner, by clicks or at points that keys reach: for whoever cannot drag. A
 * corner set again at the first or the last one closes it, so that a double click does, too.
 */
import { pointAt, pointsInside } from './hitTest';
import type { Transform } from './mapView';

export interface Place {
  x: number;
  y: number;
}

/** So near, in pixels, a corner is the same one. */
const SAME = 10;
/** Fewer enclose nothing. */
export const MIN_CORNERS = 3;

/** From the map's numbers to pixels. */
export function toScreen({ scale, dx, dy }: Transform, { x, y }: Place): Place {
  return { x: x * scale + dx, y: dy - y * scale };
}

/**
 * @param corners in the map's numbers, so that moving and zooming leave them where they are
 * @param at the next one, in pixels
 * @returns the corners with it; closed when it is one that is there
 */
export function withCorner(
  corners: readonly Place[],
  at: Place,
  transform: Transform,
): { corners: readonly Place[]; isClosed: boolean } {
  const isSame = (corner: Place | undefined) => {
    if (corner === undefined) return false;
    const { x, y } = toScreen(transform, corner);
    return Math.hypot(x - at.x, y - at.y) <= SAME;
  };
  if (isSame(corners[0]) || isSame(corners[corners.length - 1])) {
    return { corners, isClosed: corners.length >= MIN_CORNERS };
  }
  const { scale, dx, dy } = transform;
  return { corners: [...corners, { x: (at.x - dx) / scale, y: (dy - at.y) / scale }], isClosed: false };
}

/** Points inside the line, and those that are its corners; ascending. */
export function pointsWithin(positions: ArrayLike<number>, transform: Transform, corners: readonly Place[]): number[] {
  const line = corners.map((corner) => toScreen(transform, corner));
  const atCorners = line.map(({ x, y }) => pointAt(positions, transform, x, y, 1)).filter((point) => point >= 0);
  return [...new Set([...pointsInside(positions, transform, line), ...atCorners])].sort((a, b) => a - b);
}
