/** LightGCN's parameters: ranges and defaults of the project, presets beside them. */
import { LEARNING_RATE, numberParameter, SAMPLER } from '../parameters';
import type { ModelSpec } from '../types';

export const lightgcnSpec: ModelSpec = {
  id: 'lightgcn',
  name: 'LightGCN',
  paper: {
    authors: 'Xiangnan He, Kuan Deng, Xiang Wang, Yan Li, Yongdong Zhang, Meng Wang',
    title: 'LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation',
    venue: 'SIGIR 2020',
    url: 'https://arxiv.org/abs/2002.02126',
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
    numberParameter('numLayers', { min: 1, max: 5, hardMin: 0, hardMax: 10, default: 3, unit: 'layers', main: true }),
    LEARNING_RATE,
    numberParameter('batchSize', {
      min: 512,
      max: 4096,
      hardMin: 1,
      hardMax: 65536,
      default: 1024,
      scale: 'log',
      unit: 'samples',
    }),
    numberParameter('epochs', {
      min: 30,
      max: 100,
      hardMin: 1,
      hardMax: 2000,
      default: 50,
      unit: 'epochs',
      main: true,
    }),
    numberParameter('regLambda', {
      min: 1e-5,
      max: 1e-3,
      hardMin: 0,
      hardMax: 1,
      default: 1e-4,
      integer: false,
      scale: 'log',
    }),
    { kind: 'weights', name: 'layerWeights', default: [], main: false },
    SAMPLER,
  ],
  presets: [
    { id: 'quick', config: { embeddingDim: 32, numLayers: 2, learningRate: 5e-3, batchSize: 2048, epochs: 30 } },
    { id: 'balanced', config: {} },
    // Sec. 4.1.2: embeddings of 64, Adam at .001, batch 1024, lambda 1e-4, up to 4 layers, 1000 epochs "sufficient".
    {
      id: 'paper',
      config: { embeddingDim: 64, numLayers: 3, learningRate: 1e-3, batchSize: 1024, regLambda: 1e-4, epochs: 1000 },
    },
  ],
};
