/** How a list changed since the one before it. */

export type Movement = { kind: 'new' } | { kind: 'same' } | { kind: 'up' | 'down'; by: number };

/**
 * @param list item indices, best first
 * @param before the list of an epoch before; null where there is none to compare with
 * @returns for each item of the list, or null where there is nothing to say
 */
export function movements(list: readonly number[], before: readonly number[] | null): (Movement | null)[] {
  return list.map((item, rank) => {
    if (before === null) {
      return null;
    }
    const earlier = before.indexOf(item);
    if (earlier < 0) {
      return { kind: 'new' };
    }
    return earlier === rank ? { kind: 'same' } : { kind: earlier > rank ? 'up' : 'down', by: Math.abs(earlier - rank) };
  });
}
