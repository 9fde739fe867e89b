import type { CsrMatrix } from '@/lib/csr';

/** Sparse times dense, row by row. matrix [N, M], x [M, D] -> [N, D] */
export function spmmReference(matrix: CsrMatrix, x: Float32Array, dimension: number): Float32Array {
  const out = new Float32Array(matrix.numRows * dimension);
  for (let r = 0; r < matrix.numRows; r++) {
    const to = r * dimension;
    for (let k = matrix.offsets[r]; k < matrix.offsets[r + 1]; k++) {
      const from = matrix.columns[k] * dimension;
      const value = matrix.values[k];
      for (let d = 0; d < dimension; d++) out[to + d] += value * x[from + d];
    }
  }
  return out;
}
