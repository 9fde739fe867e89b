/** What several models are made of, in the words of jax-js. All functions own their arguments. */
import { numpy as np, random, vjp } from '@jax-js/jax';

/** Rows of a table; the gradient is a scatter-add. table [V, D], ids int32 [...] -> [..., D] */
export function embed(table: np.Array, ids: np.Array): np.Array {
  return np.take(table, ids, 0);
}

/**
 * Sums rows by id: [R, D], int32 [R] -> [numRows, D]. jax-js has no name for it, but it is the transpose of taking rows.
 */
export function scatterAdd(rows: np.Array, ids: np.Array, numRows: number): np.Array {
  const dim = rows.shape[1];
  const [taken, transposed] = vjp((table: np.Array) => np.take(table, ids, 0), [np.zeros([numRows, dim])]);
  taken.dispose();
  const [sums] = transposed(rows);
  transposed.dispose();
  return sums;
}

/** x [..., K], weights [K, N], bias [N] -> [..., N] */
export function dense(x: np.Array, weights: np.Array, bias: np.Array): np.Array {
  return np.matmul(x, weights).add(bias);
}

/** Inverted dropout. */
export function dropout(x: np.Array, rate: number, key: np.Array): np.Array {
  if (rate === 0) {
    key.dispose();
    return x;
  }
  const kept = random.bernoulli(key, 1 - rate, x.shape);
  return np.where(kept, x.mul(1 / (1 - rate)), 0);
}

/** Over the last axis, with the mean taken off before squaring: `nn.standardize` loses small variances. */
export function layerNorm(x: np.Array, gain: np.Array, bias: np.Array, epsilon: number): np.Array {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred
    .div(np.sqrt(variance.add(epsilon)))
    .mul(gain)
    .add(bias);
}

/** Sum over the last axis of a * b. [..., D] each -> [...] */
export function rowDot(a: np.Array, b: np.Array): np.Array {
  return a.mul(b).sum(-1);
}
