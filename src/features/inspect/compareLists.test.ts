import { describe, expect, it } from 'vitest';
import type { Item } from '@/data/types';
import type { Outcome, Recommendation } from '@/worker/protocol';
import { genreShares, mainGenres } from './genres';
import { hardUsers, sampleUsers } from './hardUsers';
import { jaccard, meanOverlap, rankBiasedOverlap } from './overlap';

describe('overlap of lists', () => {
  it('by what is in them', () => {
    expect(jaccard([1, 2, 3], [3, 4, 1])).toBe(2 / 4);
    expect(jaccard([1, 2], [2, 1])).toBe(1);
    expect(jaccard([1], [2])).toBe(0);
    expect(jaccard([], [])).toBe(1);
  });

  it('by where it is, as on paper', () => {
    // X = 0, 1, 2 of 1, 2, 3 places; p = 0.5: 2/3 / 8 + 1 * (0 + 1/2 / 4 + 2/3 / 8)
    expect(rankBiasedOverlap([1, 2, 3], [2, 4, 1], 0.5)).toBeCloseTo(2 / 24 + 1 / 8 + 2 / 24, 12);
    expect(rankBiasedOverlap([5, 6, 7], [5, 6, 7])).toBeCloseTo(1, 12);
    expect(rankBiasedOverlap([1, 2], [3, 4])).toBe(0);
    // a change at the top weighs more than one at the end
    const list = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(rankBiasedOverlap(list, [0, ...list.slice(1)])).toBeLessThan(
      rankBiasedOverlap(list, [...list.slice(0, 9), 0]),
    );
  });

  it('of several, pair by pair', () => {
    expect(
      meanOverlap([
        [1, 2],
        [1, 2],
        [3, 4],
      ]),
    ).toBeCloseTo(1 / 3, 12);
    expect(meanOverlap([[1, 2]])).toBeNull();
  });
});

describe('hard users', () => {
  it('are sampled evenly, at most 300', () => {
    expect(sampleUsers(4)).toEqual([0, 1, 2, 3]);
    const many = sampleUsers(6040);
    expect(many).toHaveLength(300);
    expect(new Set(many).size).toBe(300);
    expect(Math.max(...many)).toBeGreaterThan(6000);
  });

  it('are those whose lists have least in common', async () => {
    const lists: Record<string, number[][]> = {
      a: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      b: [
        [1, 2],
        [3, 4],
        [2, 3],
      ],
    };
    const client = {
      recommend: async (runId: string, users: number[]): Promise<Outcome<Recommendation[][]>> => ({
        ok: true,
        value: users.map((user) => lists[runId][user].map((itemIndex) => ({ itemIndex, score: 0 }))),
      }),
    };
    expect(await hardUsers(client, ['a', 'b'], 3)).toEqual([
      { userIndex: 1, overlap: 0 },
      { userIndex: 2, overlap: 1 / 3 },
      { userIndex: 0, overlap: 1 },
    ]);
  });
});

describe('genres', () => {
  const film = (...genres: string[]): Item => ({ id: '', title: '', genres, year: null });
  const items = [film('Drama'), film('Drama', 'Crime'), film(), film('Comedy')];

  it('share each film among its genres', () => {
    const shares = genreShares(items, [0, 1, 2, 3]);
    expect(shares.get('Drama')).toBeCloseTo(1.5 / 3, 12);
    expect(shares.get('Crime')).toBeCloseTo(0.5 / 3, 12);
    expect(genreShares(items, [2])).toEqual(new Map());
  });

  it('are those that are large anywhere, in the order of the first', () => {
    const profiles = [genreShares(items, [0, 1]), genreShares(items, [3])];
    expect(mainGenres(profiles, 2)).toEqual(['Drama', 'Comedy']);
  });
});
