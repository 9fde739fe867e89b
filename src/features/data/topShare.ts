/**
 * The share of all interactions that the most popular tenth of items holds.
 * @param popularity [numItems] interactions per item
 */
export function topShare(popularity: ArrayLike<number>, tenth = 0.1): number {
  const sorted = Float64Array.from(popularity).sort().reverse();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const top = sorted.subarray(0, Math.ceil(sorted.length * tenth)).reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : top / total;
}
