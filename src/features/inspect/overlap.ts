/** How alike two lists are, by what is in them and by where. */

/** |A and B| / |A or B|; two empty lists are alike. */
export function jaccard(a: readonly number[], b: readonly number[]): number {
  const inA = new Set(a);
  const inB = new Set(b);
  const common = [...inA].filter((item) => inB.has(item)).length;
  const union = inA.size + inB.size - common;
  return union === 0 ? 1 : common / union;
}

/** The weight of the first places: at 0.9 the first ten have 86 % of it. */
export const RBO_P = 0.9;

/**
 * Rank-biased overlap, extrapolated from the k places that are seen: Webber, Moffat, Zobel, "A Similarity Measure for
 * Indefinite Rankings", TOIS 2010, RBO_EXT; with X_d the films that the first d places of both have in common,
 *
 *   RBO = X_k / k p^k + (1 - p) / p * sum over d = 1..k of X_d / d p^d
 *
 * @returns 0 for nothing in common, 1 for equal lists; k is the length of the shorter one
 */
export function rankBiasedOverlap(a: readonly number[], b: readonly number[], p = RBO_P): number {
  const k = Math.min(a.length, b.length);
  if (k === 0) return a.length === b.length ? 1 : 0;
  const inA = new Set<number>();
  const inB = new Set<number>();
  let common = 0;
  let sum = 0;
  for (let d = 1; d <= k; d++) {
    const fromA = a[d - 1];
    const fromB = b[d - 1];
    inA.add(fromA);
    if (inB.has(fromA)) common++;
    inB.add(fromB);
    if (inA.has(fromB)) common++;
    sum += (common / d) * p ** d;
  }
  return (common / k) * p ** k + ((1 - p) / p) * sum;
}

/** The mean Jaccard over all pairs of lists; null with fewer than two. */
export function meanOverlap(lists: readonly (readonly number[])[]): number | null {
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < lists.length; a++) {
    for (let b = a + 1; b < lists.length; b++) {
      sum += jaccard(lists[a], lists[b]);
      pairs++;
    }
  }
  return pairs === 0 ? null : sum / pairs;
}
