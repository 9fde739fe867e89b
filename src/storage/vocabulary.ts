import type { PreparedDataset } from '@/data/types';
import { hashString, hex } from '@/lib/hash';

/** Which user and which item each index of a model means. */
export interface Vocabulary {
  numUsers: number;
  numItems: number;
  /** eight hexadecimal digits over the ids in their order */
  users: string;
  items: string;
}

/** Of prepared data: filters take users and items out and number the rest again, so equal tables are not enough. */
export function vocabularyOf({ userIds, items }: Pick<PreparedDataset, 'userIds' | 'items'>): Vocabulary {
  return {
    numUsers: userIds.length,
    numItems: items.length,
    users: hex(hashString(userIds.join('\n'))),
    items: hex(hashString(items.map(({ id }) => id).join('\n'))),
  };
}
