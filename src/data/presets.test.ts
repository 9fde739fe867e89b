import { describe, expect, it } from 'vitest';
import { PREPARE_PRESET_IDS, PREPARE_PRESETS, presetOf } from './presets';
import { DEFAULT_PREPARE } from './types';

describe('presetOf', () => {
  it.each(PREPARE_PRESET_IDS)('knows %s again, with any seed', (id) => {
    expect(presetOf({ ...PREPARE_PRESETS[id], seed: 7 })).toBe(id);
  });

  it('ignores settings that change nothing, and no others', () => {
    const ncf = { ...PREPARE_PRESETS.ncf, seed: 1 };
    expect(presetOf({ ...ncf, testShare: 0.4, validationShare: 0.3, cutTime: 5, iterative: false })).toBe('ncf');
    expect(presetOf({ ...ncf, minRating: 4 })).toBeNull();
    expect(presetOf({ ...ncf, minPerUser: 2 })).toBeNull();
    const lightgcn = { ...PREPARE_PRESETS.lightgcn, seed: 1 };
    expect(presetOf({ ...lightgcn, testShare: 0.3 })).toBeNull();
    expect(presetOf({ ...lightgcn, iterative: false })).toBeNull();
    expect(presetOf(DEFAULT_PREPARE)).toBeNull();
  });
});
