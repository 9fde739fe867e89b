/** How many users are in each group that a users file tells apart: gender, age, occupation. */
import type { GroupCount, UserAttributes, UserGroups } from './types';

/** Lower ends of the age ranges of MovieLens 1M; single ages, as MovieLens 100K has them, fall into the same. */
export const AGE_GROUPS = [1, 18, 25, 35, 45, 50, 56] as const;

/**
 * @returns null without attributes. Genders and occupations by count, largest first; ages ascending by the lower end of
 *   their group (`'1'`, `'18'` ...); who is not known is `''` and comes last
 */
export function userGroupsOf(attributes: UserAttributes | null): UserGroups | null {
  if (!attributes) return null;
  const { gender, age, occupation } = attributes;
  const byCount = (a: GroupCount, b: GroupCount) => b.count - a.count || a.value.localeCompare(b.value);
  return {
    gender: gender && counted(gender, byCount),
    age: age && counted(age.map(ageGroup), (a, b) => Number(a.value) - Number(b.value)),
    occupation: occupation && counted(occupation, byCount),
  };
}

function ageGroup(age: string): string {
  const years = age.trim() === '' ? Number.NaN : Number(age);
  const lower = AGE_GROUPS.findLast((from) => from <= years);
  return lower === undefined ? '' : String(lower);
}

function counted(values: string[], order: (a: GroupCount, b: GroupCount) => number): GroupCount[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const unknown = counts.get('') ?? 0;
  counts.delete('');
  const groups = Array.from(counts, ([value, count]): GroupCount => ({ value, count })).sort(order);
  return unknown > 0 ? [...groups, { value: '', count: unknown }] : groups;
}
