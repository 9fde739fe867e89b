/** tfjs's own tape: what is differentiated eagerly. */
import type { Tape } from './ops/OpContext';
import { type Tensor, tf } from './tf';

export const tfjsTape: Tape = {
  withGradient(inputs, forward, backward) {
    const operation = tf.customGrad((...args: unknown[]) => {
      const save = args[args.length - 1] as (tensors: Tensor[]) => void;
      return {
        value: forward(save as Parameters<typeof forward>[0]) as Tensor,
        gradFunc: (dy: Tensor, saved: Tensor[]) =>
          tf.tidy(() =>
            // tfjs disposes gradients as it adds them up: the same one must not be handed out twice.
            (backward(dy, saved) as Tensor[]).map((gradient) => (gradient === dy ? dy.clone() : gradient)),
          ),
      };
    });
    return operation(...(inputs as Tensor[]));
  },
  tidy: (work) => tf.tidy(() => work() as Tensor[]),
  dispose: (values) => tf.dispose(values as Tensor[]),
  isOne: () => false,
};
