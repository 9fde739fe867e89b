import { describe, expect, it } from 'vitest';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import { lowerLearningRate } from './lowerLearningRate';

describe('lowerLearningRate', () => {
  const spec = modelSpec('neumf');

  it('divides by ten without a tail of digits', () => {
    expect(lowerLearningRate(spec, { ...defaultConfig(spec), learningRate: 0.003 })).toEqual({ learningRate: 0.0003 });
  });

  it('offers nothing at the lowest possible rate, or without a learning rate', () => {
    expect(lowerLearningRate(spec, { ...defaultConfig(spec), learningRate: 1e-6 })).toBeNull();
    expect(lowerLearningRate(modelSpec('popularity'), {})).toBeNull();
  });
});
