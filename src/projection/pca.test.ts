import { describe, expect, it } from 'vitest';
import { randomStream } from '@/lib/random';
import { symmetricEigen } from './eigen';
import { covariance, pca } from './pca';
import { allRows, clusters } from './testSupport';

describe('symmetricEigen', () => {
  it('finds what can be found by hand', () => {
    // [[2, 1], [1, 2]]: 3 along (1, 1), 1 along (1, -1)
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[1]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it.each([1, 3, 20, 64])('A v = lambda v with orthonormal v, largest first, n = %d', (n) => {
    const random = randomStream(n, 'init');
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal();
    const { values, vectors } = symmetricEigen(a, n);
    for (let e = 0; e < n; e++) {
      if (e > 0) expect(values[e]).toBeLessThanOrEqual(values[e - 1]);
      for (let i = 0; i < n; i++) {
        let product = 0;
        for (let j = 0; j < n; j++) product += a[i * n + j] * vectors[e * n + j];
        expect(product).toBeCloseTo(values[e] * vectors[e * n + i], 9);
      }
      for (let other = 0; other <= e; other++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += vectors[e * n + i] * vectors[other * n + i];
        expect(dot).toBeCloseTo(e === other ? 1 : 0, 9);
      }
      const row = vectors.subarray(e * n, (e + 1) * n);
      expect(Math.max(...row)).toBe(Math.max(...row.map(Math.abs)));
    }
  });
});

describe('symmetricEigen of matrices with equal eigenvalues', () => {
  const outer = (vector: number[]) => Float64Array.from(vector.flatMap((a) => vector.map((b) => a * b)));
  it.each([
    ['nothing', new Float64Array(9), [0, 0, 0]],
    ['the unit', Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [1, 1, 1]],
    ['one direction', outer([1, 2, 2]), [9, 0, 0]],
    ['a diagonal', Float64Array.of(2, 0, 0, 0, 5, 0, 0, 0, -1), [5, 2, -1]],
  ])('%s', (_, matrix, expected) => {
    const { values, vectors } = symmetricEigen(matrix, 3);
    expected.forEach((value, at) => {
      expect(values[at]).toBeCloseTo(value, 12);
    });
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        const dot = [0, 1, 2].reduce((sum, k) => sum + vectors[3 * a + k] * vectors[3 * b + k], 0);
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 12);
      }
    }
  });
});

describe('pca', () => {
  it('of four points by hand', () => {
    // mean (1, 1); centred (-2, -1), (2, 1), (-1, 2) / 2, (1, -2) / 2 : covariance sums by hand
    const vectors = { rows: 4, dimensions: 2, data: Float32Array.of(-1, 0, 3, 2, 0.5, 2, 1.5, 0) };
    const sums = covariance(vectors, allRows(vectors), Float64Array.of(1, 1));
    expect(Array.from(sums)).toEqual([8.5 / 3, 3 / 3, 3 / 3, 4 / 3]);
    const { positions, explained } = pca(vectors, allRows(vectors));
    // eigenvalues of [[8.5, 3], [3, 4]] / 3: (12.5 +- sqrt(4.5^2 + 36)) / 6 = (12.5 +- 7.5) / 6
    expect(explained[0]).toBeCloseTo(20 / 25, 6);
    expect(explained[1]).toBeCloseTo(5 / 25, 6);
    // the axis is (2, 1) / sqrt 5: the first point lies at -sqrt 5 on it, and on no other
    expect(positions[0]).toBeCloseTo(-Math.sqrt(5), 5);
    expect(positions[1]).toBeCloseTo(0, 5);
  });

  it('shows a line as a line, whatever the dimensions', () => {
    const direction = [0.6, 0, -0.8, 0, 0];
    const data = Float32Array.from({ length: 35 }, (_, at) => 3 + (Math.floor(at / 5) - 3) * direction[at % 5]);
    const { positions, explained } = pca({ rows: 7, dimensions: 5, data }, Int32Array.of(0, 1, 2, 3, 4, 5, 6));
    expect(explained[0]).toBeCloseTo(1, 6);
    const xs = Array.from({ length: 7 }, (_, i) => positions[2 * i]);
    // the largest entry of the axis is made positive, and -0.8 is the largest: the line runs backwards
    for (const [i, x] of xs.entries()) expect(x).toBeCloseTo(3 - i, 5);
  });

  it('uses the chosen rows only', () => {
    const vectors = clusters(10, 3, 6);
    const some = Int32Array.of(1, 5, 8, 20, 29);
    const data = Float32Array.from([...some].flatMap((row) => [...vectors.data.subarray(row * 6, row * 6 + 6)]));
    expect(pca(vectors, some)).toEqual(pca({ rows: 5, dimensions: 6, data }, Int32Array.of(0, 1, 2, 3, 4)));
  });

  it('of one dimension, and of equal points, is finite', () => {
    const line = pca({ rows: 3, dimensions: 1, data: Float32Array.of(1, 2, 6) }, Int32Array.of(0, 1, 2));
    expect(Array.from(line.positions)).toEqual([-2, 0, -1, 0, 3, 0]);
    expect(line.explained).toEqual([1, 0]);
    const point = pca({ rows: 3, dimensions: 4, data: new Float32Array(12) }, Int32Array.of(0, 1, 2));
    expect(Array.from(point.positions)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(point.explained).toEqual([0, 0]);
  });
});
