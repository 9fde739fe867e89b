import { expect, it } from 'vitest';
import type { UserHistory } from '@/worker/protocol';
import { heldOutItems, heldOutPart } from './heldOut';
import type { Run } from './runTypes';

const history = { train: [{ itemIndex: 1 }], valid: [{ itemIndex: 2 }], test: [{ itemIndex: 3 }] } as UserHistory;
const aRun = (ended: boolean, refit = false) => ({ finished: ended ? {} : null, dataset: { refit } }) as Run;

it('shows nothing of test before a run has ended', () => {
  expect([aRun(false), aRun(true), aRun(false, true), aRun(true, true)].map(heldOutPart)).toEqual([
    'valid',
    'test',
    null,
    'test',
  ]);
  expect(heldOutItems(aRun(false), history)).toEqual([2]);
  expect(heldOutItems(aRun(true), history)).toEqual([3]);
  expect(heldOutItems(aRun(false, true), history)).toEqual([]);
});
