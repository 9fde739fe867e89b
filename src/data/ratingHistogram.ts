/** Ratings are few different numbers nearly always; where they are not, sorting finds them. */
const MAX_COUNTED = 1000;

/** How often each rating occurs, ascending by rating. */
export function ratingHistogram(ratings: Float32Array): { rating: number; count: number }[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < ratings.length; i++) {
    counts.set(ratings[i], (counts.get(ratings[i]) ?? 0) + 1);
    if (counts.size > MAX_COUNTED) return histogramBySorting(ratings);
  }
  return [...counts].map(([rating, count]) => ({ rating, count })).sort((a, b) => a.rating - b.rating);
}

function histogramBySorting(ratings: Float32Array): { rating: number; count: number }[] {
  const sorted = ratings.slice().sort();
  const histogram: { rating: number; count: number }[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    histogram.push({ rating: sorted[start], count: end - start });
    start = end;
  }
  return histogram;
}
