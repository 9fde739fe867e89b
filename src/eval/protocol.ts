/** What a number means, in a few words and one hash; and the fixed sample of users for frequent evaluations. */
import type { DatasetSummary, PrepareSettings } from '@/data/types';
import { hashString, hex } from '@/lib/hash';
import { randomStream } from '@/lib/random';
import type { Protocol } from './types';

export interface RankingScope {
  /** full ranking over all items that the user has not seen */
  candidates: 'full';
  /** how many fixed users were ranked, null for all */
  numUsersSampled: number | null;
}

/**
 * The protocol of numbers measured on this data with this scope. Its words are identifiers, not sentences: stable over
 * versions and languages, because they are hashed; what people read comes from the catalogue (`metrics:protocol`).
 */
export function protocolOf(summary: DatasetSummary, { candidates, numUsersSampled }: RankingScope): Protocol {
  const { settings } = summary;
  const sampled = numUsersSampled !== null && numUsersSampled < summary.after.users;
  const protocol = {
    dataFingerprint: summary.fingerprint,
    split: splitWords(settings),
    filter: filterWords(settings),
    candidates,
    seed: settings.seed,
    users: sampled ? `${numUsersSampled} fixed users` : 'all',
  };
  return { ...protocol, hash: hex(hashString(Object.values(protocol).join('|')), 4) };
}

function splitWords({ split, testShare, validationShare }: PrepareSettings): string {
  if (split === 'leave-one-out') return split;
  const test = percent(testShare);
  return `${split} ${percent(1 - testShare)}/${test} valid ${percent(validationShare)}%`;
}

function filterWords({ minRating, minPerUser }: PrepareSettings): string {
  const ratings = minRating > 0 ? `rating>=${minRating}` : 'all ratings';
  return minPerUser > 1 ? `${ratings}, user>=${minPerUser}` : ratings;
}

/** One decimal at most, and no 19.999999. */
function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/**
 * A sample of users that is the same at every epoch and in every run with this seed.
 * @returns min(count, numUsers) different user indices, ascending
 */
export function fixedUsers(numUsers: number, count: number, seed: number): Int32Array {
  const random = randomStream(seed, 'evaluation');
  const users = Int32Array.from({ length: numUsers }, (_, user) => user);
  const size = Math.min(count, numUsers);
  for (let i = 0; i < size; i++) {
    const j = i + random.integer(numUsers - i);
    const kept = users[i];
    users[i] = users[j];
    users[j] = kept;
  }
  return users.slice(0, size).sort();
}
