import type { Handle } from '../Handle';
import { assertShape, type OpContext, withGradient } from './OpContext';

/** Rows start .. start + count of a matrix [R, D] -> [count, D] */
export function sliceRows(context: OpContext, x: Handle, start: number, count: number): Handle {
  const [numRows] = x.shape;
  assertShape(
    x.shape.length === 2 && start >= 0 && start + count <= numRows,
    'sliceRows',
    () => `rows ${start} to ${start + count} of [${x.shape}]`,
  );
  if (count === numRows) return x;
  return withGradient(
    context,
    [x],
    () => context.kernels.sliceRows(x, start, count),
    (dy) => [context.kernels.padRows(dy, start, numRows)],
  );
}
