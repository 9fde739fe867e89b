import { expect, test } from 'vitest';
import { parseNumber } from './parseNumber';

test.each([
  ['42', 42],
  [' 0.001 ', 0.001],
  ['1e-4', 1e-4],
  ['.5', 0.5],
  ['0,5', 0.5],
  ['1,024', 1024],
  ['1,000,209', 1000209],
  ['1 024', 1024],
  ['−3', -3],
])('%s is a number', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each(['', 'abc', '1.2.3', '1e', '--1', '5 films', 'Infinity', '1e999'])('"%s" is none', (text) => {
  expect(parseNumber(text)).toBeNull();
});
