/** Popularity has nothing to set. */
import type { ModelSpec } from '../types';

export const popularitySpec: ModelSpec = {
  id: 'popularity',
  name: 'Popularity',
  paper: null,
  neural: false,
  needsTimestamps: false,
  parameters: [],
  presets: [],
};
