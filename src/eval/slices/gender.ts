/** Users by gender, as the file has it. */
import { attributeFamily } from './attributes';

export const gender = attributeFamily(
  'gender',
  'gender',
  (value) => value,
  (a, b) => (a < b ? -1 : 1),
);
