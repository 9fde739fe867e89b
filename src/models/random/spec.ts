/** Random has nothing to set. */
import type { ModelSpec } from '../types';

export const randomSpec: ModelSpec = {
  id: 'random',
  name: 'Random',
  paper: null,
  neural: false,
  needsTimestamps: false,
  parameters: [],
  presets: [],
};
