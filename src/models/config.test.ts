import { describe, expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { modelSpec } from './catalog';
import {
  applyPreset,
  countParameters,
  defaultConfig,
  fitCost,
  matchingPreset,
  validateConfig,
  withLater,
} from './config';
import { NEURAL_MODELS } from './registry';
import type { Config, ModelId, NeuralModelId } from './types';

const neumf = modelSpec('neumf');
const lightgcn = modelSpec('lightgcn');
const sasrec = modelSpec('sasrec');

function problemsOf(model: NeuralModelId, change: Config) {
  const spec = modelSpec(model);
  return validateConfig(spec, { ...defaultConfig(spec), ...change }).map(
    ({ severity, parameter, code }) => `${severity} ${parameter} ${code}`,
  );
}

describe('defaultConfig', () => {
  it('gives everyone their own lists', () => {
    const first = defaultConfig(neumf);
    (first.hiddenLayers as number[]).push(1);
    expect(defaultConfig(neumf).hiddenLayers).toEqual([128, 64, 32]);
  });
});

describe('applyPreset', () => {
  it('puts the preset over the defaults', () => {
    const config = applyPreset(neumf, 'gpu');
    expect(config).toMatchObject({ embeddingDim: 128, hiddenLayers: [256, 128, 64], batchSize: 1024, epochs: 30 });
    expect(config).toMatchObject({ dropout: 0.2, numNegatives: 4, learningRate: 1e-3 });
    expect(() => applyPreset(lightgcn, 'gpu')).toThrow(/LightGCN has no preset "gpu"/);
  });

  it('is recognised again, until something changes', () => {
    for (const { id } of sasrec.presets) expect(matchingPreset(sasrec, applyPreset(sasrec, id))).toBe(id);
    expect(matchingPreset(sasrec, { ...defaultConfig(sasrec), epochs: 51 })).toBeNull();
  });
});

describe('validateConfig', () => {
  it('warns outside the recommended range and refuses what cannot be computed', () => {
    expect(problemsOf('neumf', { embeddingDim: 16 })).toEqual(['warning embeddingDim outside-recommended']);
    expect(problemsOf('neumf', { embeddingDim: 0 })).toEqual(['error embeddingDim outside-possible']);
    expect(problemsOf('neumf', { dropout: 1 })).toEqual(['error dropout outside-possible']);
    expect(problemsOf('neumf', { embeddingDim: 64.5 })).toEqual(['error embeddingDim not-whole']);
    expect(problemsOf('neumf', { learningRate: Number.NaN })).toEqual(['error learningRate not-a-number']);
    expect(problemsOf('neumf', { learningRate: '0.001' })).toEqual(['error learningRate not-a-number']);
    expect(problemsOf('lightgcn', { regLambda: 0 })).toEqual(['warning regLambda outside-recommended']);
  });

  it('says which values would be right', () => {
    const [problem] = validateConfig(neumf, { ...defaultConfig(neumf), epochs: 99 });
    expect(problem.values).toEqual({ value: 99, min: 10, max: 50 });
  });

  it('takes configurations from before a choice was there, which mean its default', () => {
    for (const spec of [neumf, sasrec]) {
      const { optimizer, ...before } = defaultConfig(spec);
      expect(optimizer).toBe('adam');
      expect(validateConfig(spec, before)).toEqual([]);
      expect(withLater(spec, before)).toEqual(defaultConfig(spec));
      expect(withLater(spec, { ...before, optimizer: 'touchedAdam' }).optimizer).toBe('touchedAdam');
      const data = {
        numUsers: 2,
        numItems: 3,
        train: rowListsFromPairs(2, [0, 1], [0, 1]),
        popularity: new Int32Array(3),
      };
      const rowsOf = (config: Config) =>
        NEURAL_MODELS[spec.id as NeuralModelId](config, data, 1, (matrix) => matrix).adam.rows;
      expect(rowsOf(before)).toBeUndefined();
      expect(rowsOf({ ...before, optimizer: 'touchedAdam' })).toBe('touched');
    }
    // Nothing else may be missing.
    const { loss: _, ...without } = defaultConfig(sasrec);
    expect(validateConfig(sasrec, without)).toMatchObject([{ parameter: 'loss', code: 'missing' }]);
    expect(withLater(sasrec, without)).toEqual(without);
  });

  it('looks at switches', () => {
    const spec = { ...lightgcn, parameters: [{ kind: 'toggle', name: 'tied', default: true, main: false } as const] };
    expect(validateConfig({ ...spec, id: 'random' }, { tied: false })).toEqual([]);
    expect(validateConfig({ ...spec, id: 'random' }, { tied: 1 })).toMatchObject([{ code: 'not-a-switch' }]);
  });

  it('looks at lists', () => {
    expect(problemsOf('neumf', { hiddenLayers: [128, 4] })).toEqual(['warning hiddenLayers outside-recommended']);
    expect(problemsOf('neumf', { hiddenLayers: [128, 0] })).toEqual(['error hiddenLayers outside-possible']);
    expect(problemsOf('neumf', { hiddenLayers: [12.5] })).toEqual(['error hiddenLayers not-whole']);
    expect(problemsOf('neumf', { hiddenLayers: 64 })).toEqual(['error hiddenLayers not-a-list']);
    expect(problemsOf('neumf', { hiddenLayers: new Array(9).fill(32) })).toEqual([
      'error hiddenLayers too-many-layers',
    ]);
  });

  it('asks for hidden layers only where there is an MLP', () => {
    expect(problemsOf('neumf', { hiddenLayers: [] })).toEqual(['error hiddenLayers no-layers']);
    expect(problemsOf('neumf', { hiddenLayers: [], variant: 'gmf' })).toEqual([]);
  });

  it('wants heads that divide hiddenUnits', () => {
    expect(problemsOf('sasrec', { hiddenUnits: 50, numHeads: 4 })).toEqual(['error numHeads heads-do-not-divide']);
    expect(problemsOf('sasrec', { hiddenUnits: 52, numHeads: 4 })).toEqual([]);
    expect(problemsOf('sasrec', { hiddenUnits: 50, numHeads: 0 })).toEqual(['error numHeads outside-possible']);
  });

  it('wants a weight for each layer 0 .. K, or none', () => {
    expect(problemsOf('lightgcn', { numLayers: 2, layerWeights: [0, 0.5, 0.5] })).toEqual([]);
    expect(problemsOf('lightgcn', { numLayers: 3, layerWeights: [0, 0.5, 0.5] })).toEqual([
      'error layerWeights weights-do-not-fit',
    ]);
    expect(problemsOf('lightgcn', { numLayers: 1, layerWeights: [0, 0] })).toEqual([
      'error layerWeights weights-sum-to-zero',
    ]);
    expect(problemsOf('lightgcn', { numLayers: 1, layerWeights: [-1, 2] })).toEqual([
      'warning layerWeights outside-recommended',
    ]);
  });

  it('refuses options and parameters that do not exist, and misses those that are not there', () => {
    expect(problemsOf('sasrec', { loss: 'hinge' })).toEqual(['error loss unknown-option']);
    expect(problemsOf('sasrec', { temperature: 1 })).toEqual(['error temperature unknown-parameter']);
    const { epochs: _, ...rest } = defaultConfig(sasrec);
    expect(validateConfig(sasrec, rest)).toMatchObject([{ severity: 'error', parameter: 'epochs', code: 'missing' }]);
  });
});

describe('fitCost', () => {
  const data = { users: 10, items: 20, interactions: 50 };
  const costOf = (model: ModelId, change: Config = {}) => {
    const spec = modelSpec(model);
    return fitCost(spec, { ...defaultConfig(spec), ...change }, data);
  };

  it('knows the arrays of each baseline, worked by hand', () => {
    expect(costOf('ease')).toEqual({ bytes: 20 * 20 * (8 + 4), itemsUsed: 20 });
    expect(costOf('ease', { maxItems: 5 })).toEqual({ bytes: 5 * 5 * (8 + 4), itemsUsed: 5 });
    expect(costOf('als', { factors: 3 })).toEqual({ bytes: 30 * 3 * (8 + 4) + 50 * 8, itemsUsed: 20 });
    expect(costOf('itemknn', { neighbours: 4 })).toEqual({ bytes: 20 * 4 * 32 + 50 * 8, itemsUsed: 20 });
  });

  it('is null for neural models and for what does not validate', () => {
    expect(costOf('lightgcn')).toBeNull();
    expect(costOf('ease', { maxItems: 0 })).toBeNull();
  });
});

describe('countParameters', () => {
  it('follows the formulas, worked by hand', () => {
    // 10 users, 20 items, D = 4, layers 6 and 3
    const small = { ...defaultConfig(neumf), embeddingDim: 4, hiddenLayers: [6, 3] };
    const gmf = 30 * 4 + 4;
    const mlp = 30 * 4 + (8 * 6 + 6) + (6 * 3 + 3) + 3;
    expect(countParameters(neumf, small, 10, 20)).toBe(gmf + mlp + 1);
    expect(countParameters(neumf, { ...small, variant: 'gmf' }, 10, 20)).toBe(gmf + 1);
    expect(countParameters(neumf, { ...small, variant: 'mlp' }, 10, 20)).toBe(mlp + 1);
    expect(countParameters(lightgcn, defaultConfig(lightgcn), 10, 20)).toBe(30 * 64);
    // D = 50, L = 50, two blocks
    const block = 4 * (50 * 50 + 50) + 2 * (50 * 50 + 50) + 2 * 2 * 50;
    expect(countParameters(sasrec, defaultConfig(sasrec), 10, 20)).toBe(20 * 50 + 50 * 50 + 2 * block + 2 * 50);
  });

  it('is 0 for baselines and for what does not validate', () => {
    const popularity = modelSpec('popularity');
    expect(countParameters(popularity, {}, 10, 20)).toBe(0);
    expect(countParameters(sasrec, { ...defaultConfig(sasrec), numHeads: 3 }, 10, 20)).toBe(0);
  });

  it.each<[NeuralModelId, Config]>([
    ['neumf', { embeddingDim: 8, hiddenLayers: [16, 8, 4] }],
    ['neumf', { variant: 'gmf' }],
    ['neumf', { variant: 'mlp', hiddenLayers: [12] }],
    ['lightgcn', { numLayers: 2 }],
    ['sasrec', { hiddenUnits: 12, numBlocks: 3, numHeads: 4, maxSeqLength: 15 }],
  ])('counts what %s makes with %j', (model, change) => {
    const spec = modelSpec(model);
    const config = { ...defaultConfig(spec), ...change };
    const train = rowListsFromPairs(3, [0, 0, 1, 2], [1, 2, 0, 4]);
    const data = { numUsers: 3, numItems: 5, train, popularity: Int32Array.of(1, 1, 1, 0, 1) };
    const built = NEURAL_MODELS[model](config, data, 1, ({ numRows, numColumns }) => ({ numRows, numColumns }));
    const made = Object.values(built.initialParameters()).reduce((sum, array) => sum + array.data.length, 0);
    expect(countParameters(spec, config, 3, 5)).toBe(made);
  });
});
