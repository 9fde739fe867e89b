/** ItemKNN's parameters. */
import { numberParameter } from '../parameters';
import type { ModelSpec } from '../types';

export const itemknnSpec: ModelSpec = {
  id: 'itemknn',
  name: 'ItemKNN',
  paper: {
    authors: 'Mukund Deshpande, George Karypis',
    title: 'Item-Based Top-N Recommendation Algorithms',
    venue: 'ACM TOIS 22(1), 2004',
    url: 'https://doi.org/10.1145/963770.963776',
  },
  neural: false,
  needsTimestamps: false,
  parameters: [
    numberParameter('neighbours', {
      min: 20,
      max: 500,
      hardMin: 1,
      hardMax: 10_000,
      default: 200,
      scale: 'log',
      unit: 'items',
      main: true,
    }),
    numberParameter('shrinkage', {
      min: 0,
      max: 100,
      hardMin: 0,
      hardMax: 10_000,
      default: 0,
      integer: false,
      main: true,
    }),
  ],
  presets: [],
};
