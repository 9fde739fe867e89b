/** What a family of slices is. */
import type { RowLists } from '@/lib/csr';
import type { Slice, SliceFamilyId, SplitParts, UserMetrics } from '../types';

/** What was measured, for families to cut. */
export interface SliceContext {
  parts: SplitParts;
  known: RowLists;
  relevant: RowLists;
  perUser: UserMetrics;
  /** [users * MAX_K] each user's list, -1 after the last candidate */
  lists: Int32Array;
}

export interface SliceFamily {
  id: SliceFamilyId;
  /** @returns the groups that have users, in their natural order; null if the data do not say who belongs where */
  cut(context: SliceContext): Slice[] | null;
}
