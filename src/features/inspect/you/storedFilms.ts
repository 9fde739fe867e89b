/** The films somebody marked as liked, kept in this browser for each data set: by the films' ids, since indices change with filters. */
import type { Item } from '@/data/types';
import { readLocal, writeLocal } from '@/state/browserKeys';

const keyOf = (fingerprint: string) => `you:${fingerprint}` as const;

/** Item indices in the order they were seen; films that the data no longer have are left out. */
export function readFilms(fingerprint: string, items: readonly Item[]): number[] {
  let ids: unknown;
  try {
    ids = JSON.parse(readLocal(keyOf(fingerprint)) ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(ids)) return [];
  const places = new Map(items.map((item, index) => [item.id, index]));
  const found = ids.flatMap((id) => places.get(id) ?? []);
  return [...new Set(found)];
}

export function writeFilms(fingerprint: string, items: readonly Item[], films: readonly number[]): void {
  writeLocal(keyOf(fingerprint), films.length === 0 ? null : JSON.stringify(films.map((film) => items[film].id)));
}
