import { expect, test } from 'vitest';
import { fromPosition, SLIDER_STEPS, toPosition } from './sliderScale';

test('the ends are the ends', () => {
  for (const scale of ['linear', 'log'] as const) {
    expect(fromPosition(0, 1e-4, 1e-2, scale)).toBe(1e-4);
    expect(fromPosition(SLIDER_STEPS, 1e-4, 1e-2, scale)).toBe(1e-2);
    expect(toPosition(1e-4, 1e-4, 1e-2, scale)).toBe(0);
    expect(toPosition(1e-2, 1e-4, 1e-2, scale)).toBe(SLIDER_STEPS);
  }
});

test('the middle of a log slider is the geometric mean', () => {
  expect(fromPosition(SLIDER_STEPS / 2, 1e-4, 1e-2, 'log')).toBe(1e-3);
  expect(toPosition(1e-3, 1e-4, 1e-2, 'log')).toBe(SLIDER_STEPS / 2);
});

test('values are multiples of the step', () => {
  expect(fromPosition(333, 0, 10, 'linear', 1)).toBe(3);
  expect(fromPosition(123, 0, 0.5, 'linear', 0.05)).toBe(0.05);
});

test('a value outside sticks to the end', () => {
  expect(toPosition(500, 32, 256, 'linear')).toBe(SLIDER_STEPS);
});
