/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a band of three diagonals, then QL steps
 * with implicit shifts (Golub and Van Loan, "Matrix Computations", sec. 8.3; the routines tred2 and tql2 of EISPACK). For
 * covariances: up to a few hundred rows, exact to rounding, no start vector to choose.
 */

const MAX_STEPS = 60;

export interface Eigen {
  /** [n] largest first */
  values: Float64Array;
  /** [n * n] row i belongs to value i; length 1, its largest entry by size is positive */
  vectors: Float64Array;
}

/** @param matrix [n * n], symmetric; not changed */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  if (n === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  const basis = matrix.slice();
  const diagonal = new Float64Array(n);
  const besides = new Float64Array(n);
  toThreeDiagonals(basis, diagonal, besides, n);
  toDiagonal(basis, diagonal, besides, n);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[j] - diagonal[i]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(withPositiveSign(basis.subarray(from * n, (from + 1) * n)), to * n);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/**
 * Turns a symmetric matrix by reflections until only three diagonals are left.
 * @param v [n * n] the matrix; the turned basis afterwards, a vector a row: rows lie together in memory
 * @param d [n] the diagonal afterwards
 * @param e [n] what stands left of the diagonal afterwards, from e[1] on
 */
function toThreeDiagonals(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1];
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
    let h = 0;
    if (scale === 0) {
      e[i] = d[i - 1];
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1];
        v[j * n + i] = 0;
        v[i * n + j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k] /= scale;
        h += d[k] * d[k];
      }
      const last = d[i - 1];
      const g = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= last * g;
      d[i - 1] = last - g;
      reflect(v, d, e, n, i, h);
    }
    d[i] = h;
  }
  gatherReflections(v, d, n);
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1];
    v[j * n + n - 1] = 0;
  }
  v[n * n - 1] = 1;
  e[0] = 0;
}

/** The reflection along d[0 .. i) from both sides of the leading i rows and columns, of which the upper half counts. */
function reflect(v: Float64Array, d: Float64Array, e: Float64Array, n: number, i: number, h: number): void {
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const f = d[j];
    v[i * n + j] = f;
    let g = e[j] + v[j * n + j] * f;
    for (let k = j + 1; k < i; k++) {
      const value = v[j * n + k];
      g += value * d[k];
      e[k] += value * f;
    }
    e[j] = g;
  }
  let dot = 0;
  for (let j = 0; j < i; j++) {
    e[j] /= h;
    dot += e[j] * d[j];
  }
  const half = dot / (h + h);
  for (let j = 0; j < i; j++) e[j] -= half * d[j];
  for (let j = 0; j < i; j++) {
    const f = d[j];
    const g = e[j];
    for (let k = j; k < i; k++) v[j * n + k] -= f * e[k] + g * d[k];
    d[j] = v[j * n + i - 1];
    v[j * n + i] = 0;
  }
}

/** Multiplies the reflections, which lie in the rows, to one basis. */
function gatherReflections(v: Float64Array, d: Float64Array, n: number): void {
  for (let i = 0; i < n - 1; i++) {
    v[i * n + n - 1] = v[i * n + i];
    v[i * n + i] = 1;
    const h = d[i + 1];
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[(i + 1) * n + k] / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[(i + 1) * n + k] * v[j * n + k];
        for (let k = 0; k <= i; k++) v[j * n + k] -= g * d[k];
      }
    }
    for (let k = 0; k <= i; k++) v[(i + 1) * n + k] = 0;
  }
}

/**
 * QL steps until nothing is left beside the diagonal.
 * @param rows [n * n] the turned basis, a vector a row; the eigenvectors afterwards
 * @param d [n] the diagonal; the eigenvalues afterwards, in no order
 * @param e [n] what stands left of the diagonal, from e[1] on
 */
function toDiagonal(rows: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]) + Math.abs(e[l]));
    const isSmall = (at: number) => Math.abs(e[at]) <= Number.EPSILON * largest;
    let m = l;
    while (m < n - 1 && !isSmall(m)) m++;
    for (let step = 0; m > l && step < MAX_STEPS; step++) {
      const g = d[l];
      const p = (d[l + 1] - g) / (2 * e[l]);
      const r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
      d[l] = e[l] / (p + r);
      d[l + 1] = e[l] * (p + r);
      const moved = g - d[l];
      for (let i = l + 2; i < n; i++) d[i] -= moved;
      shift += moved;
      sweep(rows, d, e, n, l, m);
      if (isSmall(l)) break;
    }
    d[l] += shift;
    e[l] = 0;
  }
}

/** One implicit QL step on the rows l .. m. */
function sweep(rows: Float64Array, d: Float64Array, e: Float64Array, n: number, l: number, m: number): void {
  const first = d[l + 1];
  const beside = e[l + 1];
  let p = d[m];
  let [c, c2, c3] = [1, 1, 1];
  let [s, s2] = [0, 0];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * e[i];
    const h = c * p;
    const r = Math.hypot(p, e[i]);
    e[i + 1] = s * r;
    s = e[i] / r;
    c = p / r;
    p = c * d[i] - s * g;
    d[i + 1] = h + s * (c * g + s * d[i]);
    for (let k = 0, at = i * n, next = at + n; k < n; k++, at++, next++) {
      const value = rows[next];
      rows[next] = s * rows[at] + c * value;
      rows[at] = c * rows[at] - s * value;
    }
  }
  p = (-s * s2 * c3 * beside * e[l]) / first;
  e[l] = s * p;
  d[l] = c * p;
}

/** Eigenvectors are known up to their sign: fixing it keeps maps from flipping between two computations. */
function withPositiveSign(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? vector.map((value) => -value) : vector;
}
