/** Principal components: the plane in which vectors differ most. Pearson 1901; exact, from the covariance. */
import { symmetricEigen } from './eigen';
import type { PrincipalComponents, Vectors } from './types';

/**
 * Positions of rows in the plane of the two largest components. Rows are centred, not scaled.
 * @param chosen rows to use
 */
export function pca(vectors: Vectors, chosen: Int32Array): PrincipalComponents {
  const { dimensions: d } = vectors;
  const mean = meanOf(vectors, chosen);
  const { values, vectors: axes } = symmetricEigen(covariance(vectors, chosen, mean), d);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const positions = new Float32Array(chosen.length * 2);
  chosen.forEach((row, i) => {
    let x = 0;
    let y = 0;
    for (let k = 0, at = row * d; k < d; k++, at++) {
      const value = vectors.data[at] - mean[k];
      x += value * axes[k];
      if (d > 1) y += value * axes[d + k];
    }
    positions[2 * i] = x;
    positions[2 * i + 1] = y;
  });
  const share = (i: number) => (total > 0 && i < d ? Math.max(0, values[i]) / total : 0);
  return { positions, explained: [share(0), share(1)] };
}

function meanOf({ dimensions: d, data }: Vectors, chosen: Int32Array): Float64Array {
  const mean = new Float64Array(d);
  for (const row of chosen) for (let k = 0; k < d; k++) mean[k] += data[row * d + k];
  return mean.map((sum) => sum / Math.max(1, chosen.length));
}

/** [d * d], divided by n - 1 as in a sample. */
export function covariance({ dimensions: d, data }: Vectors, chosen: Int32Array, mean: Float64Array): Float64Array {
  const matrix = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (const row of chosen) {
    for (let k = 0; k < d; k++) centred[k] = data[row * d + k] - mean[k];
    for (let i = 0; i < d; i++) {
      const x = centred[i];
      for (let j = i, at = i * d + i; j < d; j++, at++) matrix[at] += x * centred[j];
    }
  }
  const divisor = Math.max(1, chosen.length - 1);
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      matrix[i * d + j] /= divisor;
      matrix[j * d + i] = matrix[i * d + j];
    }
  }
  return matrix;
}
