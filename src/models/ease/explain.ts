/** EASE explained: a score is the sum of one weight for each film of the history. */
import { type HistoryWhy, sumOverHistory } from '../why';

export interface EaseWeights {
  /** B, [size * size]: from item, to item */
  weights: Float32Array;
  /** [numItems] row and column of an item; -1 for one that was left out */
  placeOf: Int32Array;
  size: number;
}

/** Films that were left out contribute 0. */
export function whyEase({ weights, placeOf, size }: EaseWeights, history: Int32Array, item: number): HistoryWhy {
  const to = placeOf[item];
  return sumOverHistory(history, (from) => (to < 0 || placeOf[from] < 0 ? 0 : weights[placeOf[from] * size + to]));
}
