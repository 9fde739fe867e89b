const MAX_POINTS = 100;

/**
 * Interactions of items by popularity rank (from 1), thinned to at most 100 points: closer together at the head, where
 * the curve is steep. First and last item are always among them.
 */
export function longTail(popularity: Int32Array): { rank: number; count: number }[] {
  const counts = popularity.slice().sort().reverse();
  const last = counts.length - 1;
  const ranks = new Set<number>();
  for (let i = 0; i < MAX_POINTS && last >= 0; i++) {
    const along = i / (MAX_POINTS - 1);
    ranks.add(last < MAX_POINTS ? Math.min(i, last) : Math.round(last * along * along));
  }
  return Array.from(ranks, (index) => ({ rank: index + 1, count: counts[index] }));
}
