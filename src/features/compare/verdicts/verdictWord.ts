import type { UserComparison } from '@/eval/types';

/** Below this a difference is called one. */
export const LEVEL = 0.05;

export type VerdictWord = 'better' | 'worse' | 'undecided';

/** What may be said of b: only what the corrected test allows. */
export function verdictWord({ difference, adjustedPValue }: UserComparison): VerdictWord {
  if (adjustedPValue >= LEVEL || difference === 0) return 'undecided';
  return difference > 0 ? 'better' : 'worse';
}
