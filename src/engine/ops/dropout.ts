import type { Handle } from '../Handle';
import { dropoutKey } from '../kernels/dropout/dropoutBits';
import { assertShape, type OpContext, withGradient } from './OpContext';

/** Inverted dropout: zeroes with probability rate and scales the rest by 1 / (1 - rate); identity outside training. */
export function dropout(context: OpContext, x: Handle, rate: number): Handle {
  assertShape(rate >= 0 && rate < 1, 'dropout', () => `rate ${rate} is not in [0, 1)`);
  if (!context.dropout) return x;
  // Counted even at rate 0, so that changing one rate does not change the masks of other layers.
  const key = dropoutKey(context.dropout.seed, context.dropout.nextLayer++);
  if (rate === 0) return x;
  return withGradient(
    context,
    [x],
    () => context.kernels.dropout(x, rate, key),
    (dy) => [context.kernels.dropout(dy, rate, key)],
  );
}
