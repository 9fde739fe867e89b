/** How often each rating occurs, ascending by rating. */
export function ratingHistogram(ratings: Float32Array): { rating: number; count: number }[] {
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
