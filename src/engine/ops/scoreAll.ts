import type { Tensor } from '../tf';
import { assertShape, type OpContext, withGradient } from './OpContext';

/** All dot products: a [B, D], b [I, D] -> [B, I] */
export function scoreAll({ kernels }: OpContext, a: Tensor, b: Tensor): Tensor {
  assertShape(a.shape[1] === b.shape[1], 'scoreAll', () => `[${a.shape}] and [${b.shape}] differ in width`);
  return withGradient(
    [a, b],
    (save) => {
      save([a, b]);
      return kernels.matmul(a, b, { transposeB: true });
    },
    (dy, [a, b]) => [kernels.matmul(dy, b), kernels.matmul(dy, a, { transposeA: true })],
  );
}
