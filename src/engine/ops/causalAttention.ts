import type { Tensor } from '../tf';
import { assertShape, type OpContext, sameShape, withGradient } from './OpContext';

/**
 * Multi-head scaled dot-product attention where position i sees positions j <= i with keyMask 1.
 * Vaswani et al., "Attention Is All You Need", NIPS 2017, sec. 3.2; heads side by side, no output projection.
 * queries, keys, values [B, L, D]; keyMask [B, L] of 0/1 (not differentiated); numHeads divides D.
 * Rows that may see nothing come out as zeros and pass no gradient.
 */
export function causalAttention(
  { kernels }: OpContext,
  queries: Tensor,
  keys: Tensor,
  values: Tensor,
  keyMask: Tensor,
  numHeads: number,
): Tensor {
  const [batch, length, dimension] = queries.shape as [number, number, number];
  assertShape(
    queries.shape.length === 3 && sameShape(queries, keys) && sameShape(queries, values),
    'causalAttention',
    () => `queries [${queries.shape}], keys [${keys.shape}] and values [${values.shape}] must be equal [B, L, D]`,
  );
  assertShape(keyMask.size === batch * length, 'causalAttention', () => `key mask [${keyMask.shape}] for [B, L]`);
  assertShape(dimension % numHeads === 0, 'causalAttention', () => `${numHeads} heads do not divide ${dimension}`);
  const shape = { batch, length, dimension, numHeads };
  return withGradient(
    [queries, keys, values],
    (save) => {
      const { out, probabilities } = kernels.attention(queries, keys, values, keyMask, shape);
      save([queries, keys, values, probabilities]);
      return out;
    },
    (dy, [queries, keys, values, probabilities]) => {
      const { dq, dk, dv } = kernels.attentionGradient(dy, queries, keys, values, probabilities, shape);
      return [dq, dk, dv];
    },
  );
}
