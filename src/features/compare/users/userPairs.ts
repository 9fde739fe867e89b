/** One metric of two runs, user by user. */
import type { MetricKey, UserMetrics } from '@/eval/types';

export interface UserPair {
  user: number;
  /** the baseline's value */
  x: number;
  /** the run's value */
  y: number;
}

/** The users that both have, ascending. */
export function pairUsers(baseline: UserMetrics, run: UserMetrics, metric: MetricKey): UserPair[] {
  const place = new Map(Array.from(run.users, (user, i) => [user, i]));
  return Array.from(baseline.users).flatMap((user, i) => {
    const j = place.get(user);
    return j === undefined ? [] : [{ user, x: baseline.values[metric][i], y: run.values[metric][j] }];
  });
}

/** The users with the largest differences either way, largest first; users of whom both think alike are in neither. */
export function extremes(pairs: readonly UserPair[], count: number): { ahead: UserPair[]; behind: UserPair[] } {
  const byDifference = pairs.toSorted((a, b) => b.y - b.x - (a.y - a.x));
  return {
    ahead: byDifference.slice(0, count).filter(({ x, y }) => y > x),
    behind: byDifference
      .slice(-count)
      .reverse()
      .filter(({ x, y }) => y < x),
  };
}
