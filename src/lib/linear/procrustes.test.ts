import { expect, it } from 'vitest';
import { randomStream } from '@/lib/random';
import { aligned, procrustes } from './procrustes';

const random = randomStream(4, 'projection');
const cloud = Float32Array.from({ length: 60 }, random.normal);

function moved(points: Float32Array, angle: number, mirror: boolean, scale: number, [dx, dy]: number[]): Float32Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return points.map((_, at) => {
    const [x, y] = [points[at - (at % 2)], (mirror ? -1 : 1) * points[at - (at % 2) + 1]];
    return at % 2 === 0 ? scale * (cos * x - sin * y) + dx : scale * (sin * x + cos * y) + dy;
  });
}

const squares = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);

it.each([
  [0.3, false, 1, [0, 0]],
  [2.5, false, 4, [10, -3]],
  [-1.2, true, 0.01, [5, 5]],
  [Math.PI, true, 3, [0, 1]],
] as const)('undoes a turn of %f, mirrored %s, scaled %f', (angle, mirror, scale, shift) => {
  const result = aligned(moved(cloud, angle, mirror, scale, [...shift]), cloud);
  for (const [at, value] of result.entries()) expect(value).toBeCloseTo(cloud[at], 4);
});

it('of points that differ, no nearby turn or shift comes nearer, and both are equally large', () => {
  const noisy = moved(cloud, 0.8, true, 2, [1, 2]).map((value) => value + 0.3 * random.normal());
  const best = aligned(noisy, cloud);
  const distance = squares(best, cloud);
  expect(distance).toBeGreaterThan(0.1);
  for (const [angle, scale, dx, dy] of [
    [0.02, 1, 0, 0],
    [-0.02, 1, 0, 0],
    [0, 1, 0.05, 0],
    [0, 1, 0, -0.05],
  ]) {
    expect(squares(moved(best, angle, false, scale, [dx, dy]), cloud)).toBeGreaterThan(distance);
  }
});

it('of unrelated points keeps its size', () => {
  const unrelated = Float32Array.from({ length: 60 }, () => 0.01 * random.normal());
  const spread = (points: Float32Array) => {
    const mean = [0, 1].map((axis) => points.reduce((sum, value, at) => sum + (at % 2 === axis ? value : 0), 0) / 30);
    return points.reduce((sum, value, at) => sum + (value - mean[at % 2]) ** 2, 0);
  };
  expect(spread(aligned(unrelated, cloud)) / spread(cloud)).toBeCloseTo(1, 4);
});

it('keeps shape: distances change by one factor', () => {
  const other = Float32Array.from({ length: 60 }, random.normal);
  const { scale, turn } = procrustes(other, cloud);
  expect(Math.abs(turn[0] * turn[3] - turn[1] * turn[2])).toBeCloseTo(1, 10);
  const result = aligned(other, cloud);
  const gap = (points: Float32Array, i: number, j: number) =>
    Math.hypot(points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1]);
  for (const [i, j] of [
    [0, 1],
    [3, 17],
    [29, 8],
  ]) {
    expect(gap(result, i, j)).toBeCloseTo(scale * gap(other, i, j), 5);
  }
});

it('of a single place is a shift', () => {
  expect(Array.from(aligned(Float32Array.of(5, 5, 5, 5), Float32Array.of(0, 0, 2, 0)))).toEqual([1, 0, 1, 0]);
});
