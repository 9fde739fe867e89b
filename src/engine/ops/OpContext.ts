/** What ops need beyond their arguments, and the frame they write their gradients in. */
import { PlaygroundError } from '@/lib/errors';
import type { Kernels } from '../kernels/Kernels';
import { type Tensor, tf } from '../tf';

/** Made anew for each step or run. */
export interface OpContext {
  kernels: Kernels;
  /** Null outside training: dropout is then the identity. */
  dropout: { seed: number; nextLayer: number } | null;
  /** Whether gradients will be asked for; ops may then compute them along with the value. */
  differentiating: boolean;
  /** The values of int32 tensors that came from the CPU, by data id: see `hostIds`. */
  hostArrays: WeakMap<object, Int32Array>;
}

/**
 * A value with a hand-written gradient.
 * @param inputs what is differentiated; other tensors that `backward` needs go through `save`, or they would be
 *   disposed before it runs
 * @param backward from the gradient of the value to those of the inputs, in their order and shapes
 */
export function withGradient(
  inputs: Tensor[],
  forward: (save: (tensors: Tensor[]) => void) => Tensor,
  backward: (dy: Tensor, saved: Tensor[]) => Tensor[],
): Tensor {
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args[args.length - 1] as (tensors: Tensor[]) => void;
    return {
      value: forward(save),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.tidy(() => backward(dy, saved)),
    };
  });
  return operation(...inputs);
}

/** @throws PlaygroundError 'shape', naming the op */
export function assertShape(condition: boolean, op: string, message: () => string): void {
  if (!condition) throw new PlaygroundError('shape', `${op}: ${message()}`);
}

export function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

/**
 * The values of ids that came from the CPU, or null. tfjs reads zeros for an id outside the table and sums its gradient
 * into a wrong row, so they are checked.
 * @throws PlaygroundError 'shape'
 */
export function checkedIds(context: OpContext, op: string, ids: Tensor, numRows: number): Int32Array | null {
  const values = context.hostArrays.get(ids.dataId);
  if (!values) return null;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0 || values[i] >= numRows) {
      throw new PlaygroundError('shape', `${op}: id ${values[i]} at position ${i} is outside the ${numRows} rows`);
    }
  }
  return values;
}

/** All axes but the last as one: [..., D] -> [R, D] */
export function asMatrix(x: Tensor): Tensor {
  if (x.shape.length === 2) return x;
  const columns = x.shape[x.shape.length - 1] ?? 1;
  return x.reshape([x.size / Math.max(1, columns), columns]);
}

export function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
