/** SASRec's parameters: ranges and defaults of the project, presets beside them. */
import { LEARNING_RATE, numberParameter, OPTIMIZER, SAMPLER } from '../parameters';
import type { ModelSpec } from '../types';

export const sasrecSpec: ModelSpec = {
  id: 'sasrec',
  name: 'SASRec',
  paper: {
    authors: 'Wang-Cheng Kang, Julian McAuley',
    title: 'Self-Attentive Sequential Recommendation',
    venue: 'ICDM 2018',
    url: 'https://arxiv.org/abs/1808.09781',
  },
  neural: true,
  needsTimestamps: true,
  parameters: [
    numberParameter('hiddenUnits', {
      min: 32,
      max: 256,
      hardMin: 1,
      hardMax: 1024,
      default: 50,
      unit: 'dimensions',
      main: true,
    }),
    numberParameter('numBlocks', { min: 1, max: 4, hardMin: 1, hardMax: 12, default: 2, unit: 'layers', main: true }),
    numberParameter('numHeads', { min: 1, max: 4, hardMin: 1, hardMax: 16, default: 1 }),
    numberParameter('maxSeqLength', { min: 10, max: 200, hardMin: 1, hardMax: 1000, default: 50, unit: 'items' }),
    numberParameter('dropoutRate', { min: 0.1, max: 0.5, hardMin: 0, hardMax: 0.95, default: 0.2, integer: false }),
    LEARNING_RATE,
    numberParameter('batchSize', {
      min: 128,
      max: 512,
      hardMin: 1,
      hardMax: 8192,
      default: 128,
      scale: 'log',
      unit: 'samples',
    }),
    numberParameter('epochs', {
      min: 50,
      max: 200,
      hardMin: 1,
      hardMax: 2000,
      default: 50,
      unit: 'epochs',
      main: true,
    }),
    { kind: 'choice', name: 'loss', options: ['softmax', 'sampled', 'bce'], default: 'softmax', main: false },
    numberParameter('numCandidates', {
      min: 32,
      max: 1024,
      hardMin: 1,
      hardMax: 16384,
      default: 256,
      scale: 'log',
      unit: 'items',
      later: true,
    }),
    SAMPLER,
    OPTIMIZER,
  ],
  presets: [
    { id: 'quick', config: { hiddenUnits: 32, numBlocks: 1, maxSeqLength: 20, learningRate: 1e-2 } },
    { id: 'balanced', config: {} },
    // Sec. IV-C and the authors' code, their settings for ML-1M; the paper trains until validation stops improving.
    {
      id: 'paper',
      config: {
        hiddenUnits: 50,
        numBlocks: 2,
        numHeads: 1,
        maxSeqLength: 200,
        dropoutRate: 0.2,
        learningRate: 1e-3,
        batchSize: 128,
        epochs: 200,
        loss: 'bce',
        sampler: 'uniform',
      },
    },
  ],
};
