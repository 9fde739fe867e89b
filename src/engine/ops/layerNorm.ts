import type { Handle } from '../Handle';
import { asMatrix, assertShape, type OpContext, withGradient } from './OpContext';

/**
 * x normalised over the last axis, times gain [D], plus bias [D]; epsilon inside the root.
 * Ba, Kiros & Hinton, "Layer Normalization", 2016. x [..., D]
 */
export function layerNorm(context: OpContext, x: Handle, gain: Handle, bias: Handle, epsilon: number): Handle {
  const dimension = x.shape[x.shape.length - 1];
  assertShape(
    gain.size === dimension && bias.size === dimension,
    'layerNorm',
    () => `gain [${gain.shape}] and bias [${bias.shape}] for x [${x.shape}]`,
  );
  return withGradient(
    context,
    [x, gain, bias],
    (save) => {
      const { y, stats } = context.kernels.layerNorm(asMatrix(x), gain, bias, epsilon);
      save([x, gain, stats]);
      return y.reshape(x.shape);
    },
    (dy, [x, gain, stats]) => {
      const { dx, dGain, dBias } = context.kernels.layerNormGradient(asMatrix(dy), asMatrix(x), gain, stats);
      return [dx.reshape(x.shape), dGain.reshape(gain.shape), dBias.reshape(bias.shape)];
    },
  );
}
