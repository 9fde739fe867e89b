/** Slices by what a users file says; users of whom it says nothing are a group of their own, last. */
import type { UserAttributes } from '@/data/types';
import type { SliceFamilyId } from '../types';
import { groupUsers } from './groupUsers';
import type { SliceFamily } from './types';

/**
 * @param groupOf a value of the file as a group; null if it says nothing
 * @param order sorts groups
 */
export function attributeFamily(
  id: SliceFamilyId,
  attribute: keyof UserAttributes,
  groupOf: (value: string) => string | null,
  order: (a: string, b: string) => number,
): SliceFamily {
  return {
    id,
    cut({ parts, perUser }) {
      const values = parts.userAttributes?.[attribute];
      if (!values) return null;
      const ofUsers = Array.from(perUser.users, (user) => (values[user] ? groupOf(values[user]) : null));
      const names: (string | null)[] = [...new Set(ofUsers.filter((name) => name !== null))].sort(order);
      names.push(null);
      const groups = names.map((group) => ({ group, range: null }));
      return groupUsers(perUser, groups, (place) => names.indexOf(ofUsers[place]));
    },
  };
}
