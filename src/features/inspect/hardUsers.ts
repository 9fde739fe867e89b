/** Users on whom models disagree: those whose lists have least in common. */
import { unwrap } from '@/state/useAnswer';
import type { PlaygroundClient } from '@/worker/protocol';
import { meanOverlap } from './overlap';

export const MOST_SAMPLED = 300;
const LIST_LENGTH = 10;

export interface HardUser {
  userIndex: number;
  /** mean Jaccard of the lists, pair by pair */
  overlap: number;
}

/** At most MOST_SAMPLED users, evenly spread: always the same ones. */
export function sampleUsers(numUsers: number): number[] {
  const count = Math.min(numUsers, MOST_SAMPLED);
  return Array.from({ length: count }, (_, k) => Math.floor((k * numUsers) / count));
}

/**
 * Asks every run for the top 10 of a sample of users.
 * @returns the sample, hardest first; of equals the lower index
 * @throws PlaygroundError what a worker could not do
 */
export async function hardUsers(
  client: Pick<PlaygroundClient, 'recommend'>,
  runIds: readonly string[],
  numUsers: number,
): Promise<HardUser[]> {
  const users = sampleUsers(numUsers);
  const byRun = await Promise.all(
    runIds.map(async (id) => unwrap(await client.recommend(id, users, { k: LIST_LENGTH, excludeSeen: true }))),
  );
  return users
    .map((userIndex, place) => {
      const lists = byRun.map((lists) => lists[place].map(({ itemIndex }) => itemIndex));
      return { userIndex, overlap: meanOverlap(lists) ?? 1 };
    })
    .sort((a, b) => a.overlap - b.overlap || a.userIndex - b.userIndex);
}
