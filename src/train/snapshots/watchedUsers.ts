/** Whose lists and ranks are kept. */
import type { PreparedDataset } from '@/data/types';
import { numRowsOf, rowOf } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { WatchedUser } from './types';

/** Of somebody with hundreds of them, a few say as much. */
const MAX_HELD_OUT = 20;

/**
 * Users from the least to the most active, one drawn from each of equally large groups, among those who have something to
 * find on validation; among all where nobody has. The same for all runs on a data set, so that they can be compared.
 * @returns min(count, users) user indices, least active first
 */
export function spreadUsers(dataset: PreparedDataset, count: number): number[] {
  const { train } = dataset;
  const all = Array.from({ length: numRowsOf(train) }, (_, user) => user);
  const findable = all.filter((user) => toFind(dataset, user).length > 0);
  const activity = (user: number) => train.offsets[user + 1] - train.offsets[user];
  const ordered = (findable.length > 0 ? findable : all).sort((a, b) => activity(a) - activity(b) || a - b);
  const random = randomStream(dataset.summary.settings.seed, 'snapshots');
  const groups = Math.min(count, ordered.length);
  return Array.from({ length: groups }, (_, group) => {
    const from = Math.floor((group * ordered.length) / groups);
    const to = Math.floor(((group + 1) * ordered.length) / groups);
    return ordered[from + random.integer(to - from)];
  });
}

export function watchedUser(dataset: PreparedDataset, userIndex: number, chosen: boolean): WatchedUser {
  const heldOut = toFind(dataset, userIndex);
  return { userIndex, heldOut: heldOut.slice(0, MAX_HELD_OUT), numHeldOut: heldOut.length, chosen };
}

/** What evaluation looks for: validation items that are not known from training, each once. */
function toFind({ train, valid }: PreparedDataset, user: number): number[] {
  const seen = new Set(rowOf(train, user));
  return [...new Set(rowOf(valid, user))].filter((item) => !seen.has(item));
}
