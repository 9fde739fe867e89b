/** out[v] = sum of rows[i] with ids[i] = v. ids [n], rows [n, D] -> [numRows, D] */
export function scatterRowsReference(
  ids: Int32Array,
  rows: Float32Array,
  numRows: number,
  dimension: number,
): Float32Array {
  const sums = new Float32Array(numRows * dimension);
  for (let i = 0; i < ids.length; i++) {
    const to = ids[i] * dimension;
    const from = i * dimension;
    for (let d = 0; d < dimension; d++) sums[to + d] += rows[from + d];
  }
  return sums;
}
