/** The sources of candidates. To add one: a file here, its form in `Candidates`, a line below, its words in protocol.ts. */
import type { Candidates } from '../types';
import { fullCandidates } from './fullCandidates';
import { givenCandidates } from './givenCandidates';
import { sampledCandidates } from './sampledCandidates';
import type { CandidateContext, CandidatesOf } from './types';

export type { CandidateContext, CandidatesOf } from './types';

/** @throws PlaygroundError 'invalid-config' if the data cannot give such candidates */
export function createCandidates(candidates: Candidates, context: CandidateContext): CandidatesOf {
  if (candidates === 'full') return fullCandidates;
  if (candidates === 'given') return givenCandidates(context);
  return sampledCandidates(candidates, context);
}
