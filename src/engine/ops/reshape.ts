import { type Tensor, tf } from '../tf';
import { assertShape } from './OpContext';

export function reshape(x: Tensor, shape: number[]): Tensor {
  return tf.reshape(x, shape);
}

/** Rows start .. start + count of a matrix [R, D] -> [count, D]; tfjs's own gradient pads. */
export function sliceRows(x: Tensor, start: number, count: number): Tensor {
  assertShape(
    x.shape.length === 2 && start >= 0 && start + count <= x.shape[0],
    'sliceRows',
    () => `rows ${start} to ${start + count} of [${x.shape}]`,
  );
  return tf.slice(x, [start, 0], [count, x.shape[1] as number]);
}
