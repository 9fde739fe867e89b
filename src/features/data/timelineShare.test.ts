import { expect, it } from 'vitest';
import { shareAfter } from './timelineShare';

it('counts whole bars, and a part of the bar that is cut', () => {
  const timeline = { from: 100, barSeconds: 10, counts: [4, 0, 8, 8] };
  expect(shareAfter(timeline, 100)).toBe(1);
  expect(shareAfter(timeline, 110)).toBe(0.8);
  expect(shareAfter(timeline, 120)).toBe(0.8);
  expect(shareAfter(timeline, 130)).toBe(0.4);
  expect(shareAfter(timeline, 125)).toBeCloseTo(0.6);
  expect(shareAfter(timeline, 140)).toBe(0);
  expect(shareAfter(timeline, 0)).toBe(1);
  expect(shareAfter({ ...timeline, counts: [] }, 100)).toBe(0);
});
