/** Users by occupation, as the file has it: a word in MovieLens 100K, a number in 1M. */
import { attributeFamily } from './attributes';

export const occupation = attributeFamily(
  'occupation',
  'occupation',
  (value) => value,
  (a, b) => a.localeCompare(b, 'en', { numeric: true }),
);
