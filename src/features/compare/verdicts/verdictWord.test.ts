import { expect, it } from 'vitest';
import type { UserComparison } from '@/eval/types';
import { verdictWord } from './verdictWord';

const compared = (difference: number, pValue: number, adjustedPValue: number) =>
  ({ difference, pValue, adjustedPValue }) as UserComparison;

it('says no more than the corrected test allows', () => {
  expect(verdictWord(compared(0.01, 0.001, 0.003))).toBe('better');
  expect(verdictWord(compared(-0.01, 0.001, 0.003))).toBe('worse');
  // significant alone, not among several
  expect(verdictWord(compared(0.01, 0.03, 0.09))).toBe('undecided');
  expect(verdictWord(compared(0, 0.001, 0.001))).toBe('undecided');
});
