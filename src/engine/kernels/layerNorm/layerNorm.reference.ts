/** Layer norm by plain loops in float64. x [R, D], gain [D], bias [D] -> [R, D] */
export function layerNormReference(
  x: Float32Array,
  gain: Float32Array,
  bias: Float32Array,
  epsilon: number,
): Float32Array {
  const columns = gain.length;
  return Float32Array.from(x, (_, i) => {
    const { normalised } = statsOf(x, Math.floor(i / columns), columns, epsilon);
    return normalised[i % columns] * gain[i % columns] + bias[i % columns];
  });
}

/** Gradients of x, gain and bias from that of the result. */
export function layerNormGradientReference(
  dy: Float32Array,
  x: Float32Array,
  gain: Float32Array,
  epsilon: number,
): [dx: Float32Array, dGain: Float32Array, dBias: Float32Array] {
  const columns = gain.length;
  const dx = new Float32Array(x.length);
  const dGain = new Float64Array(columns);
  const dBias = new Float64Array(columns);
  for (let r = 0; r < x.length / columns; r++) {
    const { normalised, inverse } = statsOf(x, r, columns, epsilon);
    let mean = 0;
    let meanNormalised = 0;
    for (let c = 0; c < columns; c++) {
      const d = dy[r * columns + c];
      dGain[c] += d * normalised[c];
      dBias[c] += d;
      mean += (d * gain[c]) / columns;
      meanNormalised += (d * gain[c] * normalised[c]) / columns;
    }
    for (let c = 0; c < columns; c++) {
      dx[r * columns + c] = (dy[r * columns + c] * gain[c] - mean - normalised[c] * meanNormalised) * inverse;
    }
  }
  return [dx, Float32Array.from(dGain), Float32Array.from(dBias)];
}

function statsOf(x: Float32Array, row: number, columns: number, epsilon: number) {
  const values = Array.from(x.subarray(row * columns, (row + 1) * columns));
  const mean = values.reduce((sum, value) => sum + value, 0) / columns;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / columns;
  const inverse = 1 / Math.sqrt(variance + epsilon);
  return { inverse, normalised: values.map((value) => (value - mean) * inverse) };
}
