/**
 * Symmetric positive definite matrices: Cholesky factor, solution, inverse. All in place in the lower triangle of a
 * row-major [n, n] Float64Array; the upper triangle is not read, and what is left in it means nothing. Blocked: nearly
 * all work is `addProduct` on panels that fit the cache.
 *
 * The blocked ones are generators that yield the multiplications done, a few million at a time: their caller decides
 * when to let other things happen.
 */
import { addProduct } from './addProduct';

/** a panel of so many columns fills about half of the first-level cache together with a strip of `addProduct` */
const BLOCK = 64;
/** of matrices that fit a cache themselves: less is left to the loops that work within a block */
const SMALL_BLOCK = 16;
const SMALL = 256;

/** A = L L^T; L replaces A. @throws RangeError if A is not positive definite */
export function* choleskySteps(a: Float64Array, n: number): Generator<number, void> {
  const block = n <= SMALL ? SMALL_BLOCK : BLOCK;
  const panel = new Float64Array(n * block);
  for (let k0 = 0; k0 < n; k0 += block) {
    const k1 = Math.min(k0 + block, n);
    const depth = k1 - k0;
    factorDiagonalBlock(a, n, k0, k1);
    for (let i = k1; i < n; i++) {
      solveRow(a, n, i, k0, k1);
      panel.set(a.subarray(i * n + k0, i * n + k1), i * block);
    }
    const rows = { data: panel, stride: block };
    const rest = { data: a, stride: n };
    for (let i0 = k1; i0 < n; i0 += block) {
      const i1 = Math.min(i0 + block, n);
      addProduct(rest, rows, rows, depth, -1, [i0, i1], [k1, i1]);
      yield (i1 - i0) * (i1 - k1) * depth;
    }
  }
}

/** Runs `choleskySteps` to its end. */
export function cholesky(a: Float64Array, n: number): void {
  for (const _ of choleskySteps(a, n)) {
    // small matrices: nobody waits
  }
}

/** Solves L L^T x = b; x replaces b. @param l a factor made by `cholesky` */
export function solveCholesky(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0, at = i * n; k < i; k++, at++) sum -= l[at] * b[k];
    b[i] = sum / l[i * n + i];
  }
  // L^T is read by rows of L: once x[i] is known, its share is taken from all that come before
  for (let i = n - 1; i >= 0; i--) {
    const x = b[i] / l[i * n + i];
    b[i] = x;
    for (let k = 0, at = i * n; k < i; k++, at++) b[k] -= l[at] * x;
  }
}

/** How many multiplications `invertSteps` takes, roughly: for progress. */
export function inversionWork(n: number): number {
  return (n * n * n) / 2 + BLOCK * n * n;
}

/**
 * A^-1 replaces A, in the lower triangle. With W = L^-1, A^-1 = W^T W: one pass makes W row of blocks by row of blocks,
 * and once such a row is known it is all that its share of W^T W needs, which takes its place.
 * @throws RangeError if A is not positive definite
 */
export function* invertSteps(a: Float64Array, n: number): Generator<number, void> {
  yield* choleskySteps(a, n);
  const matrix = { data: a, stride: n };
  const below = { data: new Float64Array(n * BLOCK), stride: BLOCK };
  const turned = { data: new Float64Array(n * BLOCK), stride: BLOCK };
  for (let k0 = 0; k0 < n; k0 += BLOCK) {
    const k1 = Math.min(k0 + BLOCK, n);
    const depth = k1 - k0;
    invertDiagonalBlock(a, n, k0, k1);
    multiplyByDiagonalBlock(a, n, k0, k1);
    // the row of blocks, turned so that its columns are rows of memory; nothing is right of the diagonal
    for (let t = 0; t < depth; t++) {
      const row = (k0 + t) * n;
      for (let j = 0; j < k1; j++) turned.data[j * BLOCK + t] = j <= k0 + t ? a[row + j] : 0;
      a.fill(0, row, row + k1);
    }
    for (let i = k1; i < n; i++) {
      below.data.set(a.subarray(i * n + k0, i * n + k1), i * BLOCK);
      a.fill(0, i * n + k0, i * n + k1);
    }
    for (let i0 = k1; i0 < n; i0 += BLOCK) {
      const i1 = Math.min(i0 + BLOCK, n);
      addProduct(matrix, below, turned, depth, -1, [i0, i1], [0, k1]);
      yield (i1 - i0) * k1 * depth;
    }
    for (let i0 = 0; i0 < k1; i0 += BLOCK) {
      const i1 = Math.min(i0 + BLOCK, k1);
      addProduct(matrix, turned, turned, depth, 1, [i0, i1], [0, i1]);
      yield (i1 - i0) * i1 * depth;
    }
  }
}

/** Factors the block [k0, k1) on the diagonal. */
function factorDiagonalBlock(a: Float64Array, n: number, k0: number, k1: number): void {
  for (let i = k0; i < k1; i++) {
    solveRow(a, n, i, k0, i);
    let pivot = a[i * n + i];
    for (let t = k0; t < i; t++) pivot -= a[i * n + t] ** 2;
    if (!(pivot > 0)) throw new RangeError(`not positive definite: pivot ${i} is ${pivot}`);
    a[i * n + i] = Math.sqrt(pivot);
  }
}

/** Row i, columns [k0, end): x with x L^T = a, where L is the factor's block that starts at k0. */
function solveRow(a: Float64Array, n: number, i: number, k0: number, end: number): void {
  const row = i * n;
  for (let c = k0; c < end; c++) {
    let sum = a[row + c];
    for (let t = k0, x = row + k0, y = c * n + k0; t < c; t++, x++, y++) sum -= a[x] * a[y];
    a[row + c] = sum / a[c * n + c];
  }
}

/** The lower triangle in the block [k0, k1) becomes its own inverse. */
function invertDiagonalBlock(a: Float64Array, n: number, k0: number, k1: number): void {
  for (let c = k0; c < k1; c++) {
    a[c * n + c] = 1 / a[c * n + c];
    for (let i = c + 1; i < k1; i++) {
      let sum = 0;
      for (let t = c; t < i; t++) sum -= a[i * n + t] * a[t * n + c];
      a[i * n + c] = sum / a[i * n + i];
    }
  }
}

/** What lies left of the block [k0, k1) is multiplied by that (lower triangular) block from the left. */
function multiplyByDiagonalBlock(a: Float64Array, n: number, k0: number, k1: number): void {
  for (let i = k1 - 1; i >= k0; i--) {
    const row = i * n;
    const own = a[row + i];
    for (let j = 0; j < k0; j++) a[row + j] *= own;
    for (let t = k0; t < i; t++) {
      const factor = a[row + t];
      for (let j = 0, y = t * n; j < k0; j++, y++) a[row + j] += factor * a[y];
    }
  }
}
