/** ALS's parameters. */
import { numberParameter } from '../parameters';
import type { ModelSpec } from '../types';

export const alsSpec: ModelSpec = {
  id: 'als',
  name: 'ALS',
  paper: {
    authors: 'Yifan Hu, Yehuda Koren, Chris Volinsky',
    title: 'Collaborative Filtering for Implicit Feedback Datasets',
    venue: 'ICDM 2008',
    url: 'https://doi.org/10.1109/ICDM.2008.22',
  },
  neural: false,
  needsTimestamps: false,
  parameters: [
    numberParameter('factors', {
      min: 8,
      max: 256,
      hardMin: 1,
      hardMax: 1024,
      default: 32,
      scale: 'log',
      unit: 'dimensions',
      main: true,
    }),
    numberParameter('regularization', {
      min: 1e-4,
      max: 0.1,
      hardMin: 1e-6,
      hardMax: 100,
      default: 0.015,
      integer: false,
      scale: 'log',
      main: true,
    }),
    numberParameter('unobservedWeight', {
      min: 0.01,
      max: 1,
      hardMin: 1e-4,
      hardMax: 10,
      default: 0.3,
      integer: false,
      scale: 'log',
      main: true,
    }),
    numberParameter('iterations', { min: 5, max: 50, hardMin: 1, hardMax: 1000, default: 10, main: true }),
    numberParameter('regExponent', { min: 0, max: 1, hardMin: 0, hardMax: 2, default: 1, integer: false }),
  ],
  presets: [],
};
