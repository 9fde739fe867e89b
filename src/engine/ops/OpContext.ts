/** What ops need beyond their arguments, and the frame they write their gradients in. */
import { PlaygroundError } from '@/lib/errors';
import type { Handle } from '../Handle';
import type { Kernels } from '../kernels/Kernels';

/** Made anew for each step or run. */
export interface OpContext {
  kernels: Kernels<Handle>;
  tape: Tape;
  /** Null outside training: dropout is then the identity. */
  dropout: { seed: number; nextLayer: number } | null;
  /** Whether gradients will be asked for; ops may then compute them along with the value. */
  differentiating: boolean;
  /** The values of ids that came from the CPU, where they are known while the op is called. */
  hostIds(ids: Handle): Int32Array | null;
}

/** Remembers how to go back from a value to what it was computed of: tfjs's, or that of a recorded step. */
export interface Tape {
  withGradient(
    inputs: Handle[],
    forward: (save: (values: Handle[]) => void) => Handle,
    backward: (dy: Handle, saved: Handle[]) => Handle[],
  ): Handle;
  /** Gives back what `work` made and did not return. What is tidied later is computed later, in the same memory. */
  tidy(work: () => Handle[]): Handle[];
  dispose(values: Handle[]): void;
  /** Whether a gradient is known to be 1, so that multiplying by it can be left out. */
  isOne(dy: Handle): boolean;
}

/**
 * A value with a hand-written gradient.
 * @param inputs what is differentiated; other values that `backward` needs go through `save`, or they would be
 *   disposed before it runs
 * @param backward from the gradient of the value to those of the inputs, in their order and shapes
 */
export function withGradient(context: OpContext, ...call: Parameters<Tape['withGradient']>): Handle {
  return context.tape.withGradient(...call);
}

/** @throws PlaygroundError 'shape', naming the op */
export function assertShape(condition: boolean, op: string, message: () => string): void {
  if (!condition) throw new PlaygroundError('shape', `${op}: ${message()}`);
}

export function sameShape(a: Handle, b: Handle): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

/**
 * The values of ids that came from the CPU, or null. tfjs reads zeros for an id outside the table and sums its gradient
 * into a wrong row, so they are checked.
 * @throws PlaygroundError 'shape'
 */
export function checkedIds(context: OpContext, op: string, ids: Handle, numRows: number): Int32Array | null {
  const values = context.hostIds(ids);
  if (!values) return null;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0 || values[i] >= numRows) {
      throw new PlaygroundError('shape', `${op}: id ${values[i]} at position ${i} is outside the ${numRows} rows`);
    }
  }
  return values;
}

/** All axes but the last as one: [..., D] -> [R, D] */
export function asMatrix(x: Handle): Handle {
  if (x.shape.length === 2) return x;
  const columns = x.shape[x.shape.length - 1] ?? 1;
  return x.reshape([x.size / Math.max(1, columns), columns]);
}

export function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
