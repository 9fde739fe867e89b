/** Small sums over the points of a line. */
import type { Point } from './types';

/** The most points of one line that are drawn. */
export const MAX_DRAWN_POINTS = 400;

/** Every n-th point, and the last one: at most MAX_DRAWN_POINTS. */
export function thinPoints(points: readonly Point[], most = MAX_DRAWN_POINTS): Point[] {
  if (points.length <= most) {
    return points.slice();
  }
  const stride = Math.ceil((points.length - 1) / (most - 1));
  const kept = points.filter((_, index) => index % stride === 0);
  const last = points[points.length - 1];
  return kept[kept.length - 1] === last ? kept : [...kept.slice(0, most - 1), last];
}

/**
 * The point whose x is nearest; null before the line begins and after it ends, by more than half of its last step.
 * @param points ascending x
 */
export function nearestPoint(points: readonly Point[], x: number): Point | null {
  if (points.length === 0) {
    return null;
  }
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle].x <= x) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const nearest = Math.abs(points[low].x - x) <= Math.abs(points[high].x - x) ? points[low] : points[high];
  const step = points.length > 1 ? points[high].x - points[low].x : 0;
  const slack = step / 2 + 1e-9;
  return x < points[0].x - slack || x > points[points.length - 1].x + slack ? null : nearest;
}

/** Smallest and largest y, null without points. */
export function yRange(lists: readonly (readonly Point[])[]): [number, number] | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const { y } of list) {
      min = Math.min(min, y);
      max = Math.max(max, y);
    }
  }
  return min <= max ? [min, max] : null;
}
