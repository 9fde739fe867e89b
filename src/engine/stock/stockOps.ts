/** Words that the obvious models share: what anybody would write with tfjs's own ops. */
import { type Tensor, tf } from '../tf';
import type { HostArrays } from '../types';

/** x [R, K] times weights [K, N], plus bias [N]. */
export function stockDense(x: Tensor, weights: Tensor, bias: Tensor): Tensor {
  return tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), bias);
}

/** Along the last axis. */
export function stockLayerNorm(x: Tensor, gain: Tensor, bias: Tensor, epsilon: number): Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), gain), bias);
}

/** Sum of weights[r] * binary cross-entropy of logits[r]: max(x, 0) - x y + log(1 + exp(-|x|)). */
export function stockBinaryCrossEntropy(logits: Tensor, labels: Tensor | number, weights: Tensor): Tensor {
  const softened = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
  return tf.sum(tf.mul(tf.add(tf.sub(tf.relu(logits), tf.mul(logits, labels)), softened), weights));
}

/** Dropout by tfjs, which draws its numbers on the CPU; none at rate 0. */
export function stockDropout(x: Tensor, rate: number): Tensor {
  return rate > 0 ? tf.dropout(x, rate) : x;
}

/** Batches as tensors. */
export function uploadBatch(batch: HostArrays): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(batch).map(([name, { shape, data }]) => [
      name,
      tf.tensor(data, shape, data instanceof Int32Array ? 'int32' : 'float32'),
    ]),
  );
}
