import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowListsFromPairs } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { SamplerId } from '@/models/types';
import { createAliasTable } from './aliasTable';
import { collectPositives, createSampler, hasNegatives } from './index';

const IDS: SamplerId[] = ['uniform', 'popularity'];

/** Pearson's statistic; its mean is the degrees of freedom, its variance twice that. */
function chiSquare(observed: number[], expected: number[]): number {
  return observed.reduce((sum, count, i) => sum + (expected[i] > 0 ? (count - expected[i]) ** 2 / expected[i] : 0), 0);
}

/** Mean plus five standard deviations: passes for the right distribution, fails for one off by a few per cent. */
const bound = (freedom: number) => freedom + 5 * Math.sqrt(2 * freedom);

function sampleCounts(id: SamplerId, known: number[], popularity: number[], draws: number, seed = 1): number[] {
  const positives = collectPositives(popularity.length, [rowListsFromPairs(1, new Array(known.length).fill(0), known)]);
  const sampler = createSampler(id, positives, Int32Array.from(popularity));
  const random = randomStream(seed, 'negatives');
  const counts = new Array<number>(popularity.length).fill(0);
  for (let i = 0; i < draws; i++) counts[sampler.draw(0, random)]++;
  return counts;
}

describe.each(IDS)('%s sampler', (id) => {
  it('never returns a known positive, however few unknown items are left', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 80 }),
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, seed, share) => {
          const random = randomStream(seed, 'synthetic');
          const users: number[] = [];
          const items: number[] = [];
          for (let user = 0; user < 3; user++) {
            const free = random.integer(n);
            for (let item = 0; item < n; item++) {
              if (item !== free && random.uniform() < share) {
                users.push(user);
                items.push(item);
              }
            }
          }
          const popularity = new Int32Array(n);
          for (const item of items) popularity[item]++;
          fc.pre(items.length > 0);
          const positives = collectPositives(n, [rowListsFromPairs(3, users, items)]);
          const sampler = createSampler(id, positives, popularity);
          for (let i = 0; i < 300; i++) {
            const user = i % 3;
            const item = sampler.draw(user, random);
            expect(Number.isInteger(item) && item >= 0 && item < n).toBe(true);
            expect(positives.has(user, item)).toBe(false);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives the same negatives for the same seed', () => {
    const popularity = [5, 3, 9, 1, 1, 7, 2];
    const first = sampleCounts(id, [2, 4], popularity, 500, 9);
    expect(sampleCounts(id, [2, 4], popularity, 500, 9)).toEqual(first);
    expect(sampleCounts(id, [2, 4], popularity, 500, 10)).not.toEqual(first);
  });
});

describe('uniform sampler', () => {
  it('draws every unknown item equally often', () => {
    const draws = 60000;
    const counts = sampleCounts('uniform', [0, 3, 7], new Array(20).fill(1), draws);
    const expected = counts.map((_, item) => ([0, 3, 7].includes(item) ? 0 : draws / 17));
    expect(chiSquare(counts, expected)).toBeLessThan(bound(16));
  });

  it('stays uniform for a user who knows nearly everything', () => {
    const known = Array.from({ length: 400 }, (_, item) => item).filter((item) => ![0, 57, 399].includes(item));
    const counts = sampleCounts('uniform', known, new Array(400).fill(1), 9000);
    expect(chiSquare([counts[0], counts[57], counts[399]], [3000, 3000, 3000])).toBeLessThan(bound(2));
  });
});

describe('popularity sampler', () => {
  const popularity = [0, 1, 2, 4, 8, 16, 32, 64, 128, 1000];

  it('draws in proportion to count^0.75 among the unknown items', () => {
    const draws = 100000;
    const known = [5, 9];
    const weights = popularity.map((count, item) => (known.includes(item) ? 0 : count ** 0.75));
    const total = weights.reduce((a, b) => a + b, 0);
    const counts = sampleCounts('popularity', known, popularity, draws);
    expect(counts[0]).toBe(0);
    const expected = weights.map((weight) => (draws * weight) / total);
    expect(chiSquare(counts, expected)).toBeLessThan(bound(6));
    // The test can tell exponents apart.
    const linear = popularity.map((count, item) => (known.includes(item) ? 0 : count));
    const sum = linear.reduce((a, b) => a + b, 0);
    expect(
      chiSquare(
        counts,
        linear.map((weight) => (draws * weight) / sum),
      ),
    ).toBeGreaterThan(bound(6));
  });

  it('keeps the proportions when nearly all of the weight is known', () => {
    const counts = sampleCounts('popularity', [3, 4, 5, 6, 7, 8, 9], [0, 1, 2, ...new Array(7).fill(100000)], 6000);
    const share = 1 / (1 + 2 ** 0.75);
    expect(chiSquare([counts[1], counts[2]], [6000 * share, 6000 * (1 - share)])).toBeLessThan(bound(1));
  });

  it('falls back to items without training interactions when there is nothing else', () => {
    const counts = sampleCounts('popularity', [0, 1], [5, 7, 0, 0], 1000);
    expect(counts[0] + counts[1]).toBe(0);
    expect(counts[2]).toBeGreaterThan(400);
    expect(counts[3]).toBeGreaterThan(400);
  });
});

describe('alias table', () => {
  it('never draws an index of weight 0 and matches the weights', () => {
    const weights = [0, 0.1, 0, 3, 0.2, 0, 1e-9, 0.7];
    const table = createAliasTable(weights);
    const random = randomStream(3, 'negatives');
    const counts = new Array(weights.length).fill(0);
    for (let i = 0; i < 40000; i++) counts[table.draw(random)]++;
    expect([counts[0], counts[2], counts[5]]).toEqual([0, 0, 0]);
    const expected = weights.map((weight) => (weight < 1e-6 ? 0 : (weight / 4) * 40000));
    expect(chiSquare(counts, expected)).toBeLessThan(bound(3));
  });

  it('refuses weights that sum to nothing', () => {
    expect(() => createAliasTable([0, 0])).toThrow(RangeError);
  });
});

describe('hasNegatives', () => {
  it('is false for a user who has every item, duplicates counted once', () => {
    const users = [0, 0, 0, 1, 1, 1];
    const has = hasNegatives(collectPositives(3, [rowListsFromPairs(3, users, [0, 0, 1, 0, 1, 2])]));
    expect([0, 1, 2].map(has)).toEqual([true, false, true]);
  });
});
