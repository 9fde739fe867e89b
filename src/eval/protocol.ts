/** What a number means, in a few words and one hash; and the fixed sample of users for frequent evaluations. */
import type { DatasetSummary } from '@/data/types';
import { hashString, hex } from '@/lib/hash';
import { randomStream } from '@/lib/random';
import { filterWords, splitWords } from './dataWords';
import { type Candidates, CUTOFFS, type Cutoff, type MetricKey, type Protocol, type RankingScope } from './types';

export type { RankingScope } from './types';

export const FULL_RANKING: RankingScope = { candidates: 'full', numUsersSampled: null };

/** The NCF authors' number of negatives. */
export const SAMPLED_RANKING: RankingScope = {
  candidates: { sampled: 99, by: 'uniform', seed: 1 },
  numUsersSampled: null,
};

/** The rule is one for both parts, so that numbers on validation and test of a run share their hash. */
const MASKED = 'train, at test train+valid';

/**
 * The protocol of numbers measured on this data with this scope. Its words are identifiers, not sentences: stable over
 * versions and languages, because they are hashed; what people read comes from the catalogue (`metrics:protocol`).
 */
export function protocolOf(summary: DatasetSummary, { candidates, numUsersSampled }: RankingScope): Protocol {
  const { settings } = summary;
  const sampled = numUsersSampled !== null && numUsersSampled < summary.after.users;
  const protocol = {
    dataFingerprint: summary.fingerprint,
    split: splitWords(summary),
    filter: filterWords(summary),
    refit: summary.refit,
    candidates: candidateWords(candidates),
    masked: MASKED,
    seed: settings.seed,
    users: sampled ? `${numUsersSampled} fixed users` : 'all',
  };
  return { ...protocol, hash: hex(hashString(Object.values(protocol).join('|')), 4) };
}

/**
 * Tells ways of measuring apart by all that they say: the four digits of the hash are for people, and meet by chance once
 * in 65,536 pairs.
 */
export function protocolKey(protocol: Protocol): string {
  return JSON.stringify(Object.entries(protocol).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The K of a metric at K, which stands on a plate beside the protocol. */
export function cutoffOf(metric: MetricKey): Cutoff {
  return CUTOFFS.find((cutoff) => metric.endsWith(`@${cutoff}`)) ?? 10;
}

function candidateWords(candidates: Candidates): string {
  if (typeof candidates === 'string') return candidates;
  const { sampled, by, seed } = candidates;
  return `${sampled} sampled${by === 'popularity' ? ' by popularity' : ''} seed ${seed}`;
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
