/** Full ranking: everything that the user has not seen. */
import type { CandidatesOf } from './types';

export const fullCandidates: CandidatesOf = () => null;
