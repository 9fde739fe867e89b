/** EASE's parameters. */
import { numberParameter } from '../parameters';
import type { ModelSpec } from '../types';

export const easeSpec: ModelSpec = {
  id: 'ease',
  name: 'EASE',
  paper: {
    authors: 'Harald Steck',
    title: 'Embarrassingly Shallow Autoencoders for Sparse Data',
    venue: 'WWW 2019',
    url: 'https://arxiv.org/abs/1905.03375',
  },
  neural: false,
  needsTimestamps: false,
  parameters: [
    numberParameter('l2Reg', {
      min: 10,
      max: 5000,
      hardMin: 1e-3,
      hardMax: 1e7,
      default: 500,
      integer: false,
      scale: 'log',
      main: true,
    }),
    // 5,000 items: 300 MB and about a minute; 12,000: 1.7 GB, and a quarter of an hour
    numberParameter('maxItems', {
      min: 100,
      max: 8000,
      hardMin: 1,
      hardMax: 12_000,
      default: 5000,
      scale: 'log',
      unit: 'items',
      main: true,
    }),
  ],
  presets: [],
};
