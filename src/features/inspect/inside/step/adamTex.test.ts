import { expect, it } from 'vitest';
import { adamTex, momentsTex, texNumber } from './adamTex';

it('writes numbers short', () => {
  expect(texNumber(0.123456)).toBe('0.1235');
  expect(texNumber(-12.3456)).toBe('-12.35');
  expect(texNumber(0)).toBe('0');
  expect(texNumber(-0.0000123)).toBe('-1.23 \\cdot 10^{-5}');
  expect(texNumber(1e-8)).toBe('1 \\cdot 10^{-8}');
});

it('puts the numbers of a step in place', () => {
  const trial = {
    adam: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    worked: {
      tensor: 'a',
      row: 0,
      column: 0,
      before: 0.5,
      gradient: 0.2,
      firstMoment: 0.02,
      secondMoment: 0.00004,
      correction1: 0.1,
      correction2: 0.001,
      after: 0.49,
    },
  };
  // m / 0.1 = 0.2, v / 0.001 = 0.04 = 0.2^2: a step of the learning rate
  expect(adamTex(trial)[1]).toBe('0.5 - 0.01 \\cdot \\frac{0.2}{\\sqrt{0.04} + 1 \\cdot 10^{-8}} = 0.49');
  expect(momentsTex(trial)).toEqual([
    'g = 0.2',
    '\\hat m = m\\,/\\,(1 - 0.9^t) = 0.2',
    '\\hat v = v\\,/\\,(1 - 0.999^t) = 0.04',
  ]);
});
