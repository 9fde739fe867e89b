/** From this many interactions on, a user holds out at least one. */
const ENOUGH_TO_HOLD_OUT = 5;

/**
 * How many of a user's `count` interactions a share of them is: rounded down, but at least one from five on, and never
 * all of them.
 */
export function numHeldOut(count: number, share: number): number {
  if (share <= 0 || count === 0) return 0;
  const atLeast = count >= ENOUGH_TO_HOLD_OUT ? 1 : 0;
  return Math.min(Math.max(wholeShare(count, share), atLeast), count - 1);
}

/** `share` of `count`, rounded down; 0.29 * 100 is 28.999... in doubles, and means 29. */
export function wholeShare(count: number, share: number): number {
  return Math.floor(count * share + 1e-9);
}
