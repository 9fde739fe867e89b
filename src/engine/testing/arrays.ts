/** Arrays for tests, equal on every run. */
import { randomStream } from '@/lib/random';
import type { HostArray } from '../types';

/** Standard normal values times `scale`. */
export function normals(seed: number, shape: number[], scale = 1): HostArray & { data: Float32Array } {
  const random = randomStream(seed, 'init');
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * scale) };
}

/** Whole numbers in [0, bound). */
export function integers(seed: number, shape: number[], bound: number): HostArray & { data: Int32Array } {
  const random = randomStream(seed, 'batches');
  return { shape, data: Int32Array.from({ length: sizeOf(shape) }, () => random.integer(bound)) };
}

/** 0 or 1; 1 with probability `rate`. */
export function bits(seed: number, shape: number[], rate = 0.7): HostArray & { data: Float32Array } {
  const random = randomStream(seed, 'split');
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => (random.uniform() < rate ? 1 : 0)) };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/**
 * The largest difference, as a part of the largest expected magnitude: elementwise relative errors say nothing about
 * values near zero. Infinite when anything is not a number.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const here = Math.abs(actual[i] - expected[i]);
    if (!(here <= Number.MAX_VALUE)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, here);
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return difference / Math.max(largest, 1e-30);
}
