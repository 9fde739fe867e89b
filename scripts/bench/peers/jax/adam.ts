/** Adam, Kingma and Ba, ICLR 2015, algorithm 1, as maps over trees. */
import { numpy as np } from '@jax-js/jax';
import type { AdamOptions } from '@/engine/types';
import type { Arrays } from './JaxModel';

export type AdamState = {
  first: Arrays;
  second: Arrays;
  /** beta1 and beta2 to the power of the steps taken, which corrects the moments' start at zero */
  power1: np.Array;
  power2: np.Array;
};

export function startAdam(parameters: Arrays): AdamState {
  const one = () => np.ones([], { dtype: np.float32 });
  const zeros = () => mapArrays(parameters, (array) => np.zeros(array.shape));
  return { first: zeros(), second: zeros(), power1: one(), power2: one() };
}

/** One update. Owns its arguments. */
export function adam(
  parameters: Arrays,
  gradients: Arrays,
  state: AdamState,
  { learningRate, beta1, beta2, epsilon }: AdamOptions,
): { parameters: Arrays; state: AdamState } {
  const power1 = state.power1.mul(beta1);
  const power2 = state.power2.mul(beta2);
  const first = mapArrays(state.first, (moment, name) => moment.mul(beta1).add(gradients[name].ref.mul(1 - beta1)));
  const second = mapArrays(state.second, (moment, name) =>
    moment.mul(beta2).add(np.square(gradients[name]).mul(1 - beta2)),
  );
  const correction1 = np.reciprocal(power1.ref.mul(-1).add(1));
  const correction2 = np.reciprocal(power2.ref.mul(-1).add(1));
  const updated = mapArrays(parameters, (array, name) => {
    const step = first[name].ref.mul(correction1.ref).mul(learningRate);
    return array.sub(step.div(np.sqrt(second[name].ref.mul(correction2.ref)).add(epsilon)));
  });
  correction1.dispose();
  correction2.dispose();
  return { parameters: updated, state: { first, second, power1, power2 } };
}

function mapArrays(arrays: Arrays, change: (array: np.Array, name: string) => np.Array): Arrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, change(array, name)]));
}
