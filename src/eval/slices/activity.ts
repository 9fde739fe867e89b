/**
 * Users by the length of their training history: the third with the shortest, the middle, the third with the longest.
 * Users with equally long histories stay together, so that thirds need not be equally large.
 */
import { rowOf } from '@/lib/csr';
import { groupUsers } from './groupUsers';
import type { SliceFamily } from './types';

const GROUPS = ['low', 'mid', 'high'] as const;

export const activity: SliceFamily = {
  id: 'activity',
  cut({ parts, perUser }) {
    const lengths = Int32Array.from(perUser.users, (user) => rowOf(parts.train, user).length);
    const sorted = lengths.toSorted();
    const ends = [1 / 3, 2 / 3].map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
    const groupOf = (length: number) => (length <= ends[0] ? 0 : length <= ends[1] ? 1 : 2);
    const groups = GROUPS.map((group, g) => {
      const own = sorted.filter((length) => groupOf(length) === g);
      return { group, range: { from: own[0], to: own[own.length - 1] } };
    });
    return groupUsers(perUser, groups, (place) => groupOf(lengths[place]));
  },
};
