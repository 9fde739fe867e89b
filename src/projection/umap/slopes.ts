/**
 * UMAP on the map: two points at distance r are neighbours with certainty w = 1 / (1 + a r^2b). Attraction lowers
 * -log w, repulsion lowers -log(1 - w); both are written as a factor of the difference of the two points.
 */

/** The curve for a least distance of 0.1 and a spread of 1, fitted as the authors' `find_ab_params` does. */
export const CURVE = { a: 1.5769434603, b: 0.8950608779 };

/** Keeps repulsion finite where two points meet; the authors' number. */
const NEAR = 0.001;

/** d(-log w) / dx is this times (x - y). @param square r^2 > 0 */
export function attraction(square: number): number {
  const { a, b } = CURVE;
  return (2 * a * b * square ** (b - 1)) / (1 + a * square ** b);
}

/** d(-log(1 - w)) / dx is minus this times (x - y). @param square r^2 > 0 */
export function repulsion(square: number): number {
  const { a, b } = CURVE;
  return (2 * b) / ((NEAR + square) * (1 + a * square ** b));
}
