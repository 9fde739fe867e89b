/** NeuMF's parameters: ranges and defaults of the project, presets beside them. */
import { LEARNING_RATE, numberParameter, OPTIMIZER, SAMPLER } from '../parameters';
import type { ModelSpec } from '../types';

export const neumfSpec: ModelSpec = {
  id: 'neumf',
  name: 'NeuMF',
  paper: {
    authors: 'Xiangnan He, Lizi Liao, Hanwang Zhang, Liqiang Nie, Xia Hu, Tat-Seng Chua',
    title: 'Neural Collaborative Filtering',
    venue: 'WWW 2017',
    url: 'https://arxiv.org/abs/1708.05031',
  },
  neural: true,
  needsTimestamps: false,
  parameters: [
    numberParameter('embeddingDim', {
      min: 32,
      max: 256,
      hardMin: 1,
      hardMax: 1024,
      default: 64,
      unit: 'dimensions',
      main: true,
    }),
    { kind: 'layers', name: 'hiddenLayers', min: 8, max: 512, default: [128, 64, 32], main: true },
    numberParameter('dropout', { min: 0, max: 0.5, hardMin: 0, hardMax: 0.95, default: 0.2, integer: false }),
    LEARNING_RATE,
    numberParameter('batchSize', {
      min: 128,
      max: 1024,
      hardMin: 1,
      hardMax: 65536,
      default: 256,
      scale: 'log',
      unit: 'samples',
    }),
    numberParameter('epochs', { min: 10, max: 50, hardMin: 1, hardMax: 2000, default: 20, unit: 'epochs', main: true }),
    numberParameter('numNegatives', { min: 1, max: 10, hardMin: 1, hardMax: 100, default: 4, unit: 'items' }),
    { kind: 'choice', name: 'variant', options: ['neumf', 'gmf', 'mlp'], default: 'neumf', main: false },
    SAMPLER,
    OPTIMIZER,
  ],
  presets: [
    {
      id: 'quick',
      config: {
        embeddingDim: 32,
        hiddenLayers: [32, 16],
        learningRate: 3e-3,
        batchSize: 1024,
        epochs: 10,
        numNegatives: 2,
      },
    },
    { id: 'balanced', config: {} },
    { id: 'gpu', config: { embeddingDim: 128, hiddenLayers: [256, 128, 64], batchSize: 1024, epochs: 30 } },
    // The authors' code: layers [64, 32, 16, 8] mean embeddings of 32 for the MLP, then 32, 16, 8; no dropout.
    {
      id: 'paper',
      config: {
        embeddingDim: 32,
        hiddenLayers: [32, 16, 8],
        dropout: 0,
        learningRate: 1e-3,
        batchSize: 256,
        epochs: 20,
        numNegatives: 4,
      },
    },
  ],
};
