import { describe, expect, it } from 'vitest';
import { epochOfLowestLoss, judgeEpoch } from './earlyStopping';
import { DEFAULT_EARLY_STOPPING } from './types';

describe('judgeEpoch', () => {
  it('keeps the first of equal epochs', () => {
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, null, 1, 0.1, null)).toEqual({ isBest: true, stop: false });
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, { epoch: 1, value: 0.1 }, 2, 0.1, null).isBest).toBe(false);
  });

  it('stops after as many epochs without a new best as the patience says', () => {
    const best = { epoch: 3, value: 0.2 };
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, best, 7, 0.19, 3).stop).toBe(false);
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, best, 8, 0.19, 3).stop).toBe(true);
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, best, 8, 0.21, 3)).toEqual({ isBest: true, stop: false });
    expect(judgeEpoch({ ...DEFAULT_EARLY_STOPPING, enabled: false }, best, 80, 0.1, 3).stop).toBe(false);
  });

  it('keeps the last epoch where nobody can be validated on', () => {
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, { epoch: 1, value: Number.NaN }, 9, Number.NaN, null)).toEqual({
      isBest: true,
      stop: false,
    });
  });

  it('waits on while the validation loss still falls', () => {
    const best = { epoch: 3, value: 0.2 };
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, best, 9, 0.19, 5).stop).toBe(false);
    expect(judgeEpoch(DEFAULT_EARLY_STOPPING, best, 10, 0.19, 5).stop).toBe(true);
    expect(epochOfLowestLoss([0.5, 0.4, null, 0.4, 0.45])).toBe(2);
    expect(epochOfLowestLoss([null, null])).toBeNull();
  });
});
