/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan, "Matrix Computations",
 * sec. 8.5, cyclic by rows). For covariances: up to a few hundred rows, exact to rounding, no start vector to choose.
 */

const MAX_SWEEPS = 60;

export interface Eigen {
  /** [n] largest first */
  values: Float64Array;
  /** [n * n] row i belongs to value i; length 1, its largest entry by size is positive */
  vectors: Float64Array;
}

/** @param matrix [n * n], symmetric; not changed */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(n * n); // rows are the eigenvectors
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const scale = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a, n) > 1e-24 * scale; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(withPositiveSign(v.subarray(from * n, (from + 1) * n)), to * n);
  });
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors };
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) sum += 2 * a[p * n + q] ** 2;
  return sum;
}

/** Makes a[p, q] zero. Whole rows are turned, and columns copied from them, because rows lie together in memory. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const app = a[p * n + p];
  const aqq = a[q * n + q];
  const tau = (aqq - app) / (2 * apq);
  const t = Math.sign(tau || 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let k = 0, atP = p * n, atQ = q * n; k < n; k++, atP++, atQ++) {
    const x = a[atP];
    const y = a[atQ];
    a[atP] = c * x - s * y;
    a[atQ] = s * x + c * y;
    const w = v[atP];
    const z = v[atQ];
    v[atP] = c * w - s * z;
    v[atQ] = s * w + c * z;
  }
  for (let k = 0; k < n; k++) {
    if (k === p || k === q) continue;
    a[k * n + p] = a[p * n + k];
    a[k * n + q] = a[q * n + k];
  }
  a[p * n + p] = app - t * apq;
  a[q * n + q] = aqq + t * apq;
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

/** Eigenvectors are known up to their sign: fixing it keeps maps from flipping between two computations. */
function withPositiveSign(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? vector.map((value) => -value) : vector;
}
