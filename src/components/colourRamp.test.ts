import { expect, it } from 'vitest';
import { colourRamp, toOklab } from './colourRamp';

it('OKLab has the values of its author', () => {
  // white, and the red of https://bottosson.github.io/posts/oklab
  expect(toOklab('#ffffff').map((value) => Math.round(value * 1000) / 1000 + 0)).toEqual([1, 0, 0]);
  const [l, a, b] = toOklab('#ff0000');
  expect([l, a, b].map((value) => value.toFixed(3))).toEqual(['0.628', '0.225', '0.126']);
});

it('goes from the first colour to the last in steps of equal lightness', () => {
  const ramp = colourRamp('#f4f6f9', '#a805e1', 9);
  expect([ramp[0], ramp[8]]).toEqual(['#f4f6f9', '#a805e1']);
  const lightness = ramp.map((colour) => toOklab(colour)[0]);
  const steps = lightness.slice(1).map((value, step) => lightness[step] - value);
  const mean = (lightness[0] - lightness[8]) / 8;
  // rounding to 8 bits moves each by a little
  for (const step of steps) expect(Math.abs(step - mean)).toBeLessThan(0.004);
});
