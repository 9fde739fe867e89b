import type { Config, ModelSpec } from '@/models/types';

/**
 * A tenth of the learning rate, for a run whose loss became no number.
 * @returns the change, rounded to what people write; null where the model has no learning rate or it cannot be lower
 */
export function lowerLearningRate(spec: ModelSpec, config: Config): Config | null {
  const parameter = spec.parameters.find(({ name }) => name === 'learningRate');
  const rate = config.learningRate;
  if (parameter?.kind !== 'number' || typeof rate !== 'number') {
    return null;
  }
  const lower = Math.max(parameter.hardMin, Number((rate / 10).toPrecision(3)));
  return lower < rate ? { learningRate: lower } : null;
}
