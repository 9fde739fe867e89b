/**
 * Items by popularity: the head makes the first 20 % of the training interactions, the tail the last 20 %, mid is what is
 * between. Abdollahpouri et al., "User-centered evaluation of popularity bias in recommender systems", UMAP 2021.
 */
import type { RowLists } from '@/lib/csr';

export const POPULARITY_GROUPS = ['head', 'mid', 'tail'] as const;

const HEAD_SHARE = 0.2;
const NOT_TAIL_SHARE = 0.8;

/** [numItems] training interactions */
export function popularityOf(train: RowLists, numItems: number): Int32Array {
  const popularity = new Int32Array(numItems);
  for (const item of train.items) popularity[item]++;
  return popularity;
}

/**
 * Most popular first, lower indices first among equals; an item belongs to the group in which its first interaction
 * falls, so that a group reaches at least its share.
 * @returns [numItems] an index into `POPULARITY_GROUPS`; everything is tail where nothing was trained on
 */
export function popularityGroups(popularity: Int32Array): Uint8Array {
  const order = Uint32Array.from(popularity, (_, item) => item).sort((a, b) => popularity[b] - popularity[a] || a - b);
  let total = 0;
  for (const count of popularity) total += count;
  const groups = new Uint8Array(popularity.length);
  let before = 0;
  for (const item of order) {
    groups[item] = before < HEAD_SHARE * total ? 0 : before < NOT_TAIL_SHARE * total ? 1 : 2;
    before += popularity[item];
  }
  return groups;
}
