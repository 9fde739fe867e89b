import { describe, expect, it } from 'vitest';
import { randomStream, shuffle } from './random';

const take = (count: number, next: () => number) => Array.from({ length: count }, next);

describe('randomStream', () => {
  it('gives the same numbers for the same seed, purpose and index', () => {
    const first = take(20, randomStream(42, 'split').bits);
    expect(take(20, randomStream(42, 'split').bits)).toEqual(first);
  });

  it('gives other numbers for another seed, purpose or index', () => {
    const first = take(20, randomStream(42, 'split').bits);
    for (const other of [randomStream(43, 'split'), randomStream(42, 'init'), randomStream(42, 'split', 1)]) {
      expect(take(20, other.bits)).not.toEqual(first);
    }
  });

  it('is pinned: a change of generator would silently change every published number', () => {
    expect(take(3, randomStream(42, 'split').bits)).toEqual([1988268914, 1734466267, 587573836]);
  });

  it('draws uniform numbers evenly over [0, 1)', () => {
    const { uniform } = randomStream(1, 'synthetic');
    const counts = new Array(10).fill(0);
    for (const value of take(100_000, uniform)) counts[Math.floor(value * 10)]++;
    expect(counts).toHaveLength(10);
    // ten bins of 10,000 +- 95: five standard deviations
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(475);
  });

  it('starts streams anywhere: first and second numbers of many streams are even and unrelated', () => {
    const starts = Array.from({ length: 10_000 }, (_, index) => {
      const stream = randomStream(42, 'init', index);
      return [stream.uniform(), stream.uniform()];
    });
    for (const which of [0, 1]) {
      const counts = new Array(10).fill(0);
      for (const start of starts) counts[Math.floor(start[which] * 10)]++;
      for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    }
    const correlation = starts.reduce((sum, [a, b]) => sum + (a - 0.5) * (b - 0.5) * 12, 0) / starts.length;
    expect(Math.abs(correlation)).toBeLessThan(0.05);
  });

  it('draws integers below the bound, all of them', () => {
    const { integer } = randomStream(1, 'synthetic');
    expect(new Set(take(1000, () => integer(7)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(integer(1)).toBe(0);
  });

  it('draws normal numbers of mean 0 and variance 1, independent of their neighbours', () => {
    const values = take(100_000, randomStream(1, 'init').normal);
    const mean = (numbers: number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 1);
    expect(mean(values.slice(1).map((value, i) => value * values[i]))).toBeCloseTo(0, 1);
  });
});

describe('shuffle', () => {
  it('keeps what is there and changes the order', () => {
    const values = Int32Array.from({ length: 50 }, (_, i) => i);
    shuffle(values, randomStream(42, 'batches'));
    expect([...values]).not.toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('gives each order equally often', () => {
    const random = randomStream(3, 'batches');
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const values = [0, 1, 2];
      shuffle(values, random);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 2,000 +- 41 each: five standard deviations
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(205);
  });

  it('leaves an empty and a single list alone', () => {
    const random = randomStream(1, 'batches');
    const empty: number[] = [];
    shuffle(empty, random);
    expect(empty).toEqual([]);
    const one = [7];
    shuffle(one, random);
    expect(one).toEqual([7]);
  });
});
