/** Tells whether two people have the same data, without showing any of it. */
import { hashString, hashWords, hex } from '@/lib/hash';
import type { InteractionTable } from './types';

const known = new WeakMap<InteractionTable, string>();

/**
 * Eight hexadecimal digits over ids, users, items, ratings and times as read, in file order; and over the split and the
 * negatives that come with the data, where some do. Titles do not count.
 */
export function fingerprintOf(table: InteractionTable): string {
  let fingerprint = known.get(table);
  if (fingerprint === undefined) {
    fingerprint = hex(hashTable(table));
    known.set(table, fingerprint);
  }
  return fingerprint;
}

function hashTable(table: InteractionTable): number {
  let hash = hashString(table.userIds.join('\n'));
  hash = hashWords([hash, hashString(table.items.map((item) => item.id).join('\n'))]);
  hash = hashWords(table.users, hash);
  hash = hashWords(table.itemIndices, hash);
  hash = hashWords(wordsOf(table.ratings), hash);
  if (table.timestamps) hash = hashWords(wordsOf(table.timestamps), hash);
  // Files of the same ratings with another split, or ranked among others, are not the same data.
  if (table.givenParts) hash = hashWords(table.givenParts, hash);
  if (table.givenNegatives) hash = hashWords(table.givenNegatives.items, hashWords(table.givenNegatives.offsets, hash));
  return hash;
}

function wordsOf(values: Float32Array | Float64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4);
}
