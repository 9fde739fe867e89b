import type { UserHistory } from '@/worker/protocol';

export interface HistoryTick {
  part: 'train' | 'valid' | 'test';
  /** seconds since 1970 */
  time: number | null;
}

/** A user's ratings of all parts, oldest first; equal times keep the order of the parts. */
export function historyTicks(history: Pick<UserHistory, 'train' | 'valid' | 'test'>): HistoryTick[] {
  return (['train', 'valid', 'test'] as const)
    .flatMap((part) => history[part].map(({ time }) => ({ part, time })))
    .sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

/** Up to `count` users spread evenly over all. */
export function someUsers(numUsers: number, count: number): number[] {
  const n = Math.min(numUsers, count);
  return Array.from({ length: n }, (_, index) => Math.floor(((index + 0.5) * numUsers) / n));
}
