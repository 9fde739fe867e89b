import { describe, expect, it } from 'vitest';
import { hashString, hashWords, hex } from './hash';

describe('hashString', () => {
  it('is pinned: fingerprints in shared links depend on it', () => {
    expect([hashString(''), hashString('a'), hashString('MovieLens')].map((hash) => hex(hash))).toEqual([
      'ab3e7c0b',
      '1a80b1b3',
      '7fa054c7',
    ]);
  });

  it('has no collisions among a hundred thousand short texts but by chance', () => {
    const hashes = new Set<number>();
    for (let i = 0; i < 100_000; i++) hashes.add(hashString(`42/negatives/${i}`));
    // by the birthday estimate 1.2 pairs collide
    expect(hashes.size).toBeGreaterThan(99_990);
  });
});

describe('hashWords', () => {
  it('depends on values, order, length and start', () => {
    const base = hashWords([1, 2, 3]);
    expect(hashWords(Int32Array.of(1, 2, 3))).toBe(base);
    for (const other of [hashWords([1, 3, 2]), hashWords([1, 2]), hashWords([1, 2, 3, 0]), hashWords([1, 2, 3], 5)]) {
      expect(other).not.toBe(base);
    }
  });
});

describe('hex', () => {
  it('writes negative and small hashes with all digits', () => {
    expect(hex(-1)).toBe('ffffffff');
    expect(hex(1)).toBe('00000001');
    expect(hex(0x12345678, 4)).toBe('1234');
  });
});
