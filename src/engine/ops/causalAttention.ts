import type { Handle } from '../Handle';
import { assertShape, type OpContext, sameShape, withGradient } from './OpContext';

/**
 * Multi-head scaled dot-product attention where position i sees positions j <= i with keyMask 1.
 * Vaswani et al., "Attention Is All You Need", NIPS 2017, sec. 3.2; heads side by side, no output projection.
 * queries, keys, values [B, L, D]; keyMask [B, L] of 0/1 (not differentiated); numHeads divides D.
 * Rows that may see nothing come out as zeros and pass no gradient.
 */
export function causalAttention(
  context: OpContext,
  queries: Handle,
  keys: Handle,
  values: Handle,
  keyMask: Handle,
  numHeads: number,
): Handle {
  const [batch, length, dimension] = queries.shape;
  assertShape(
    queries.shape.length === 3 && sameShape(queries, keys) && sameShape(queries, values),
    'causalAttention',
    () => `queries [${queries.shape}], keys [${keys.shape}] and values [${values.shape}] must be equal [B, L, D]`,
  );
  assertShape(keyMask.size === batch * length, 'causalAttention', () => `key mask [${keyMask.shape}] for [B, L]`);
  assertShape(dimension % numHeads === 0, 'causalAttention', () => `${numHeads} heads do not divide ${dimension}`);
  const shape = { batch, length, dimension, numHeads };
  return withGradient(
    context,
    [queries, keys, values],
    (save) => {
      const { out, probabilities } = context.kernels.attention(queries, keys, values, keyMask, shape);
      save([queries, keys, values, probabilities]);
      return out;
    },
    (dy, [queries, keys, values, probabilities]) => {
      const { dq, dk, dv } = context.kernels.attentionGradient(dy, queries, keys, values, probabilities, shape);
      return [dq, dk, dv];
    },
  );
}
