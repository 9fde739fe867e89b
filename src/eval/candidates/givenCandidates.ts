/**
 * Negatives that come with the data, so that results compare with published ones: the NCF authors' `test.negative`.
 *
 * In 156 users of that file one negative is the test item itself. It is dropped there: such a user's item is ranked among
 * 98 others. So Popularity has HR@10 .4531 and NDCG@10 .2541 (published: .4531, .2542, Ferrari Dacrema et al., 2019).
 * Keeping it as a rival of equal score would give .4520 / .2526; ties in the model's favour .4538 / .2545.
 */
import { numRowsOf, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import type { CandidateContext, CandidatesOf } from './types';

/** @throws PlaygroundError 'invalid-config' if the data come without negatives */
export function givenCandidates({ parts: { givenNegatives }, known }: CandidateContext): CandidatesOf {
  if (!givenNegatives) throw new PlaygroundError('invalid-config', 'this data set comes without negatives of its own');
  if (numRowsOf(givenNegatives) !== numRowsOf(known)) {
    throw new PlaygroundError(
      'shape',
      `negatives are given for ${numRowsOf(givenNegatives)} users, but there are ${numRowsOf(known)}`,
    );
  }
  return (user) => rowOf(givenNegatives, user);
}
