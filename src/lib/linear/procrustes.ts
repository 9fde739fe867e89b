/**
 * Lays one map over another: the turn or mirroring that brings its points nearest to those of the other (Procrustes;
 * Schoenemann 1966, in closed form in the plane), and the shift and scale that make both equally large and in one place.
 * The scale of least squares would not do: it draws a map the smaller, the less it is like the other.
 */

/** x goes to scale * [[a, b], [c, d]] (x - from) + to. */
export interface Similarity {
  /** a, b, c, d of an orthogonal matrix */
  turn: [number, number, number, number];
  scale: number;
  from: [number, number];
  to: [number, number];
}

/**
 * @param moving [n * 2]
 * @param reference [n * 2] the same points in the other map
 */
export function procrustes(moving: ArrayLike<number>, reference: ArrayLike<number>): Similarity {
  const n = moving.length / 2;
  const from = centre(moving);
  const to = centre(reference);
  // H = sum over points of reference (x) moving, and the sums of squares of both
  let [h11, h12, h21, h22] = [0, 0, 0, 0];
  let [ownSquares, otherSquares] = [0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [moving[2 * i] - from[0], moving[2 * i + 1] - from[1]];
    const [u, v] = [reference[2 * i] - to[0], reference[2 * i + 1] - to[1]];
    h11 += u * x;
    h12 += u * y;
    h21 += v * x;
    h22 += v * y;
    ownSquares += x * x + y * y;
    otherSquares += u * u + v * v;
  }
  // a rotation by t keeps (h11 + h22) cos t + (h21 - h12) sin t; a mirrored one (h11 - h22) cos t + (h12 + h21) sin t
  const turned = Math.hypot(h11 + h22, h21 - h12);
  const mirrored = Math.hypot(h11 - h22, h12 + h21);
  if (ownSquares === 0 || otherSquares === 0) return { turn: [1, 0, 0, 1], scale: 1, from, to };
  const scale = Math.sqrt(otherSquares / ownSquares);
  if (turned === 0 && mirrored === 0) return { turn: [1, 0, 0, 1], scale, from, to };
  if (turned >= mirrored) {
    const [cos, sin] = [(h11 + h22) / turned, (h21 - h12) / turned];
    return { turn: [cos, -sin, sin, cos], scale, from, to };
  }
  const [cos, sin] = [(h11 - h22) / mirrored, (h12 + h21) / mirrored];
  return { turn: [cos, sin, sin, -cos], scale, from, to };
}

/** The moving map laid over the reference: [n * 2]. */
export function aligned(moving: ArrayLike<number>, reference: ArrayLike<number>): Float32Array {
  const { turn, scale, from, to } = procrustes(moving, reference);
  const positions = new Float32Array(moving.length);
  for (let i = 0; i < moving.length; i += 2) {
    const [x, y] = [moving[i] - from[0], moving[i + 1] - from[1]];
    positions[i] = scale * (turn[0] * x + turn[1] * y) + to[0];
    positions[i + 1] = scale * (turn[2] * x + turn[3] * y) + to[1];
  }
  return positions;
}

function centre(points: ArrayLike<number>): [number, number] {
  const n = Math.max(1, points.length / 2);
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += points[i];
    y += points[i + 1];
  }
  return [x / n, y / n];
}
