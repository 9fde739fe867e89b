import { describe, expect, it } from 'vitest';
import { FLOOR, MODELS, modelSpec } from './catalog';
import { applyPreset, defaultConfig, validateConfig } from './config';
import { BASELINES, NEURAL_MODELS } from './registry';
import type { ModelId, NumberParameter } from './types';

const numberOf = (model: ModelId, name: string) =>
  modelSpec(model).parameters.find((p) => p.name === name && p.kind === 'number') as NumberParameter;

describe('catalogue', () => {
  it('lists exactly the models that are implemented', () => {
    const listed = MODELS.filter(({ neural }) => neural).map(({ id }) => id);
    expect(listed.sort()).toEqual(Object.keys(NEURAL_MODELS).sort());
    const baselines = MODELS.filter(({ neural }) => !neural).map(({ id }) => id);
    expect(baselines.sort()).toEqual(Object.keys(BASELINES).sort());
    expect(modelSpec(FLOOR).neural).toBe(false);
  });

  it('refuses an id that it does not have', () => {
    expect(() => modelSpec('gru4rec' as ModelId)).toThrow(/no model "gru4rec"/);
  });

  // [model, parameter, recommended minimum, maximum, default]: the published ranges of this project
  it.each<[ModelId, string, number, number, number]>([
    ['neumf', 'embeddingDim', 32, 256, 64],
    ['neumf', 'dropout', 0, 0.5, 0.2],
    ['neumf', 'learningRate', 1e-4, 1e-2, 1e-3],
    ['neumf', 'batchSize', 128, 1024, 256],
    ['neumf', 'epochs', 10, 50, 20],
    ['neumf', 'numNegatives', 1, 10, 4],
    ['lightgcn', 'embeddingDim', 32, 256, 64],
    ['lightgcn', 'numLayers', 1, 5, 3],
    ['lightgcn', 'learningRate', 1e-4, 1e-2, 1e-3],
    ['lightgcn', 'batchSize', 512, 4096, 1024],
    ['lightgcn', 'epochs', 30, 100, 50],
    ['lightgcn', 'regLambda', 1e-5, 1e-3, 1e-4],
    ['sasrec', 'hiddenUnits', 32, 256, 50],
    ['sasrec', 'numBlocks', 1, 4, 2],
    ['sasrec', 'numHeads', 1, 4, 1],
    ['sasrec', 'maxSeqLength', 10, 200, 50],
    ['sasrec', 'dropoutRate', 0.1, 0.5, 0.2],
    ['sasrec', 'learningRate', 1e-4, 1e-2, 1e-3],
    ['sasrec', 'batchSize', 128, 512, 128],
    ['sasrec', 'epochs', 50, 200, 50],
  ])('%s %s is recommended from %d to %d, default %d', (model, name, min, max, byDefault) => {
    expect(numberOf(model, name)).toMatchObject({ min, max, default: byDefault });
  });

  it('has the default layers of NeuMF and uniform weights of LightGCN', () => {
    expect(defaultConfig(modelSpec('neumf')).hiddenLayers).toEqual([128, 64, 32]);
    expect(defaultConfig(modelSpec('lightgcn')).layerWeights).toEqual([]);
  });

  describe.each(MODELS)('$name', (spec) => {
    it('has parameters with different names, and possible ranges around the recommended ones', () => {
      const names = spec.parameters.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const parameter of spec.parameters) {
        if (parameter.kind !== 'number') continue;
        expect(parameter.hardMin).toBeLessThanOrEqual(parameter.min);
        expect(parameter.min).toBeLessThanOrEqual(parameter.default);
        expect(parameter.default).toBeLessThanOrEqual(parameter.max);
        expect(parameter.max).toBeLessThanOrEqual(parameter.hardMax);
      }
    });

    it('shows two to four parameters on the closed card', () => {
      if (spec.parameters.length === 0) return expect(spec.neural).toBe(false);
      const shown = spec.parameters.filter(({ main }) => main).length;
      expect(shown).toBeGreaterThanOrEqual(2);
      expect(shown).toBeLessThanOrEqual(4);
    });

    it('has defaults and presets that can be trained; only a paper leaves the recommended ranges', () => {
      expect(validateConfig(spec, defaultConfig(spec))).toEqual([]);
      for (const { id, config } of spec.presets) {
        for (const name of Object.keys(config)) expect(spec.parameters.map((p) => p.name)).toContain(name);
        const problems = validateConfig(spec, applyPreset(spec, id));
        expect(problems.filter(({ severity }) => severity === 'error' || id !== 'paper')).toEqual([]);
      }
      if (spec.neural) expect(applyPreset(spec, 'balanced')).toEqual(defaultConfig(spec));
    });
  });
});
