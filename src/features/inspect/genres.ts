/** What a set of films is made of, by genre. */
import type { Item } from '@/data/types';

/**
 * Each film counts once: one of two genres gives each a half. Films without genres are left out.
 * @returns shares that add up to 1, by genre; empty if no film has one
 */
export function genreShares(items: readonly Item[], films: readonly number[]): Map<string, number> {
  const counted = films.filter((film) => items[film].genres.length > 0);
  const shares = new Map<string, number>();
  for (const film of counted) {
    const { genres } = items[film];
    for (const genre of genres) {
      shares.set(genre, (shares.get(genre) ?? 0) + 1 / (genres.length * counted.length));
    }
  }
  return shares;
}

/** The genres with the largest share in any of the profiles, largest in the first profile first. */
export function mainGenres(profiles: readonly Map<string, number>[], most: number): string[] {
  const largest = new Map<string, number>();
  for (const profile of profiles) {
    for (const [genre, share] of profile) largest.set(genre, Math.max(share, largest.get(genre) ?? 0));
  }
  const first = profiles[0] ?? new Map<string, number>();
  return [...largest.keys()]
    .sort((a, b) => (largest.get(b) ?? 0) - (largest.get(a) ?? 0))
    .slice(0, most)
    .sort((a, b) => (first.get(b) ?? 0) - (first.get(a) ?? 0));
}
