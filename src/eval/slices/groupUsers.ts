/** Slices that are groups of users: their metrics are averages of what was measured for each user. */
import { averages } from '../metricKeys';
import type { Slice, UserMetrics } from '../types';

/**
 * @param groups in the order of the result; those without users are left out
 * @param groupOf the group of the user at a place of `perUser.users`: an index into `groups`
 */
export function groupUsers(
  perUser: UserMetrics,
  groups: readonly Pick<Slice, 'group' | 'range'>[],
  groupOf: (place: number) => number,
): Slice[] {
  const members = groups.map((): number[] => []);
  for (let place = 0; place < perUser.users.length; place++) members[groupOf(place)].push(place);
  return groups.flatMap((group, g) => {
    const among = Int32Array.from(members[g]);
    return among.length === 0 ? [] : [{ ...group, numUsers: among.length, values: averages(perUser.values, among) }];
  });
}
