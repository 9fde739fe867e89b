/** What a source of candidates is. */
import type { RowLists } from '@/lib/csr';
import type { SplitParts } from '../types';

/** What sources of candidates see. */
export interface CandidateContext {
  parts: SplitParts;
  /** seen before: no candidates */
  known: RowLists;
  /** what is to be found */
  relevant: RowLists;
}

/**
 * The items that a user's relevant items are ranked among; null for all items. Relevant items always are candidates, so
 * it does not matter whether they are among them.
 */
export type CandidatesOf = (user: number) => Int32Array | null;
