import type { Handle } from '../Handle';
import { assertShape, type OpContext, withGradient } from './OpContext';

/** All dot products: a [B, D], b [I, D] -> [B, I] */
export function scoreAll(context: OpContext, a: Handle, b: Handle): Handle {
  assertShape(a.shape[1] === b.shape[1], 'scoreAll', () => `[${a.shape}] and [${b.shape}] differ in width`);
  return withGradient(
    context,
    [a, b],
    (save) => {
      save([a, b]);
      return context.kernels.matmul(a, b, { transposeB: true });
    },
    (dy, [a, b]) => [context.kernels.matmul(dy, b), context.kernels.matmul(dy, a, { transposeA: true })],
  );
}
