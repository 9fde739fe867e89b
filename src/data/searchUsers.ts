/** Finds users by what they are called or what they watched. */
import { rowOf } from '@/lib/csr';
import type { PreparedDataset } from './types';

export interface FoundUser {
  userIndex: number;
  userId: string;
  numInteractions: number;
  /** the title that matched, null where the id did */
  because: string | null;
}

const foldedTitles = new WeakMap<PreparedDataset, string[]>();

/**
 * First users whose id starts with the query (shortest id first), then those who have an item whose title contains it,
 * in any part; upper case and accents do not matter. An empty query finds the first users.
 */
export function searchUsers(dataset: PreparedDataset, query: string, limit: number): FoundUser[] {
  const wanted = fold(query.trim());
  const { userIds } = dataset;
  const byId: number[] = [];
  for (let user = 0; user < userIds.length; user++) if (fold(userIds[user]).startsWith(wanted)) byId.push(user);
  if (wanted !== '') byId.sort((a, b) => userIds[a].length - userIds[b].length || (userIds[a] < userIds[b] ? -1 : 1));
  const found = byId.slice(0, limit).map((user) => foundUser(dataset, user, null));
  if (wanted === '' || found.length >= limit) return found;

  const titles = titlesOf(dataset);
  const matches = Uint8Array.from(titles, (title) => Number(title.includes(wanted)));
  if (!matches.includes(1)) return found;
  const named = new Set(byId);
  for (let user = 0; user < userIds.length && found.length < limit; user++) {
    if (named.has(user)) continue;
    const item = firstMatch(dataset, user, matches);
    if (item >= 0) found.push(foundUser(dataset, user, dataset.items[item].title));
  }
  return found;
}

function foundUser(dataset: PreparedDataset, userIndex: number, because: string | null): FoundUser {
  const numInteractions = [dataset.train, dataset.valid, dataset.test].reduce(
    (sum, part) => sum + rowOf(part, userIndex).length,
    0,
  );
  return { userIndex, userId: dataset.userIds[userIndex], numInteractions, because };
}

function firstMatch(dataset: PreparedDataset, user: number, matches: Uint8Array): number {
  for (const part of [dataset.train, dataset.valid, dataset.test]) {
    for (const item of rowOf(part, user)) if (matches[item] === 1) return item;
  }
  return -1;
}

function titlesOf(dataset: PreparedDataset): string[] {
  let titles = foldedTitles.get(dataset);
  if (!titles) {
    titles = dataset.items.map((item) => fold(item.title));
    foldedTitles.set(dataset, titles);
  }
  return titles;
}

/** Lower case without accents: `Amélie` and `amelie` are one word. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
