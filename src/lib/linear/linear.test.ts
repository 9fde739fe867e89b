import { describe, expect, it } from 'vitest';
import { randomStream } from '../random';
import { addProduct } from './addProduct';
import { cholesky, choleskySteps, inversionWork, invertSteps, solveCholesky } from './cholesky';

const random = randomStream(5, 'init');
const numbers = (count: number) => Float64Array.from({ length: count }, random.normal);

/** X^T X + n/4 I: positive definite, its inverse has no tiny numbers. */
function positiveDefinite(n: number): Float64Array {
  const x = numbers(n * n);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let t = 0; t < n; t++) a[i * n + j] += x[t * n + i] * x[t * n + j];
    }
    a[i * n + i] += n / 4;
  }
  return a;
}

/** Gauss-Jordan elimination with pivots: another way to the inverse. */
function inverseByElimination(matrix: Float64Array, n: number): Float64Array {
  const rows = Array.from({ length: n }, (_, i) => [
    ...matrix.subarray(i * n, (i + 1) * n),
    ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  ]);
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let i = c; i < n; i++) if (Math.abs(rows[i][c]) > Math.abs(rows[best][c])) best = i;
    [rows[c], rows[best]] = [rows[best], rows[c]];
    const pivot = rows[c][c];
    rows[c] = rows[c].map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      const factor = rows[i][c];
      if (i !== c && factor !== 0) rows[i] = rows[i].map((value, j) => value - factor * rows[c][j]);
    }
  }
  return Float64Array.from(rows.flatMap((row) => row.slice(n)));
}

const lower = (a: Float64Array, n: number) => Array.from(a).filter((_, at) => at % n <= Math.floor(at / n));
const largestDifference = (a: number[], b: number[]) => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe('addProduct', () => {
  it.each([
    [1, 1, 1],
    [4, 2, 3],
    [7, 5, 9],
    [66, 67, 70],
  ])('adds a product of %d x %d, depth %d, to a part and leaves the rest alone', (rows, columns, depth) => {
    const stride = columns + 3;
    const left = { data: numbers((rows + 1) * (depth + 2)), stride: depth + 2 };
    const right = { data: numbers((columns + 1) * depth), stride: depth };
    const before = numbers((rows + 2) * stride);
    const target = { data: before.slice(), stride };
    addProduct(target, left, right, depth, -1, [1, rows], [1, columns]);
    for (let i = 0; i < rows + 2; i++) {
      for (let j = 0; j < stride; j++) {
        let expected = before[i * stride + j];
        if (i >= 1 && i < rows && j >= 1 && j < columns) {
          for (let t = 0; t < depth; t++) expected -= left.data[i * (depth + 2) + t] * right.data[j * depth + t];
        }
        expect(target.data[i * stride + j]).toBeCloseTo(expected, 10);
      }
    }
  });
});

// below, at and above the block of 64, and several blocks with a rest
describe.each([1, 2, 5, 63, 64, 65, 130, 201])('a matrix of %d', (n) => {
  it('is the product of its factor and its transpose', () => {
    const a = positiveDefinite(n);
    const l = a.slice();
    cholesky(l, n);
    const product = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) for (let t = 0; t <= j; t++) product[i * n + j] += l[i * n + t] * l[j * n + t];
    }
    expect(largestDifference(lower(product, n), lower(a, n))).toBeLessThan(1e-10 * n);
  });

  it('is inverted as by elimination, whatever is in its upper triangle', () => {
    const a = positiveDefinite(n);
    const expected = inverseByElimination(a, n);
    for (let i = 0; i < n; i++) a.fill(1e9, i * n + i + 1, (i + 1) * n);
    let work = 0;
    for (const done of invertSteps(a, n)) work += done;
    expect(largestDifference(lower(a, n), lower(expected, n))).toBeLessThan(1e-12);
    expect(work).toBeLessThanOrEqual(inversionWork(n));
  });

  it('solves', () => {
    const a = positiveDefinite(n);
    const x = numbers(n);
    const b = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) b[i] += a[i * n + j] * x[j];
    cholesky(a, n);
    solveCholesky(a, n, b);
    expect(largestDifference([...b], [...x])).toBeLessThan(1e-10);
  });
});

it('refuses what is not positive definite', () => {
  const a = Float64Array.of(1, 0, 2, 1);
  expect(() => [...choleskySteps(a, 2)]).toThrow(/not positive definite/);
  expect(() => cholesky(Float64Array.of(Number.NaN), 1)).toThrow(RangeError);
});
