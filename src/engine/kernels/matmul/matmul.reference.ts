/** activation(A B + bias) in float64. a(i, k), b(k, j) read the matrices as they are after transposition. -> [M, N] */
export function matmulReference(
  [rows, inner, columns]: [number, number, number],
  a: (row: number, k: number) => number,
  b: (k: number, column: number) => number,
  bias: Float32Array | null = null,
  relu = false,
): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = bias ? bias[j] : 0;
      for (let k = 0; k < inner; k++) sum += a(i, k) * b(k, j);
      out[i * columns + j] = relu ? Math.max(0, sum) : sum;
    }
  }
  return out;
}
