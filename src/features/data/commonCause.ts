import type { ProblemGroup } from '@/worker/protocolImport';

export const CAUSES = ['decimal-comma', 'wrong-delimiter', 'wrong-column'] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * What explains most of the rows that cannot be read: numbers with a decimal comma, rows that another delimiter would
 * cut, a column of words taken for numbers. Judged by the examples of the largest group; null if nothing stands out.
 */
export function commonCause(groups: readonly ProblemGroup[]): Cause | null {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const largest = groups.reduce<ProblemGroup | null>(
    (best, group) => (group.count > (best?.count ?? 0) ? group : best),
    null,
  );
  if (!largest || largest.count < total / 2) return null;
  const most = (pattern: RegExp) =>
    largest.examples.filter(({ found }) => pattern.test(found)).length > largest.examples.length / 2;
  if (largest.kind === 'not-a-number') {
    if (most(/^"?[+-]?\d+,\d+"?$/)) return 'decimal-comma';
    if (largest.count > 1 && most(/[a-z]{3}/i)) return 'wrong-column';
  }
  if (largest.kind === 'field-count' && largest.count > 1) return 'wrong-delimiter';
  return null;
}
