/** Markov has nothing to set. */
import type { ModelSpec } from '../types';

export const markovSpec: ModelSpec = {
  id: 'markov',
  name: 'Markov',
  paper: null,
  neural: false,
  needsTimestamps: true,
  parameters: [],
  presets: [],
};
