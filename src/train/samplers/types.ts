/** What a negative sampler is. */
import type { RandomStream } from '@/lib/random';

/**
 * Draws items that a user has not interacted with, as far as the training part knows. Such an item is called a
 * negative, although the user may well like it: it is only unobserved.
 */
export interface NegativeSampler {
  /**
   * One negative for a user, independent of all others (the same item may come twice).
   * @param random the stream to draw from; how many numbers it gives depends on how many draws are refused
   * @returns an item index that is never a known positive of `user`
   */
  draw(user: number, random: RandomStream): number;
}
