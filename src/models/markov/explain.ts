/** Markov explained: how often the item came right after the last film, and how popular it is. */
import { type RowLists, rowOf } from '@/lib/csr';
import type { TransitionWhy } from '../why';

/**
 * @param follows what followed each item, once for each time
 * @param backOff [numItems] popularity below 1
 */
export function whyMarkov(follows: RowLists, backOff: Float32Array, history: Int32Array, item: number): TransitionWhy {
  const from = history.length > 0 ? history[history.length - 1] : null;
  const next = from === null ? new Int32Array(0) : rowOf(follows, from);
  const count = next.reduce((times, follower) => times + Number(follower === item), 0);
  return { kind: 'transition', score: count + backOff[item], from, count, total: next.length, backOff: backOff[item] };
}
