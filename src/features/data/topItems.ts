/**
 * The most popular items, largest first; of equally popular ones the first.
 * @param popularity [numItems] interactions per item
 * @returns indices, at most `count`
 */
export function topItems(popularity: ArrayLike<number>, count: number): number[] {
  const order = Array.from({ length: popularity.length }, (_, item) => item);
  return order.sort((a, b) => popularity[b] - popularity[a] || a - b).slice(0, count);
}
