/** weights[r] * -log softmax(logits[r])[targets[r]] and its gradient. logits [R, V] -> [R], [R, V] */
export function crossEntropyRowsReference(
  logits: Float32Array,
  targets: Int32Array,
  weights: Float32Array,
): [losses: Float32Array, gradient: Float32Array] {
  const columns = logits.length / targets.length;
  const losses = new Float32Array(targets.length);
  const gradient = new Float32Array(logits.length);
  targets.forEach((target, r) => {
    const row = logits.subarray(r * columns, (r + 1) * columns);
    const largest = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - largest);
    const logSum = largest + Math.log(sum);
    losses[r] = weights[r] * (logSum - row[target]);
    row.forEach((logit, c) => {
      gradient[r * columns + c] = weights[r] * (Math.exp(logit - logSum) - (c === target ? 1 : 0));
    });
  });
  return [losses, gradient];
}
