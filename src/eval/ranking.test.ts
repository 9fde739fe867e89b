import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ranker, rankOf, topK } from './ranking';

const ids = (...items: number[]) => Int32Array.from(items);
const scoresOf = (...values: number[]) => Float32Array.from(values);

describe('topK', () => {
  it('sorts by score and leaves seen items out', () => {
    const scores = scoresOf(0.1, 0.9, 0.5, 0.7, 0.3);
    expect([...topK(scores, 3, ids(), ids())]).toEqual([1, 3, 2]);
    expect([...topK(scores, 3, ids(1, 2), ids())]).toEqual([3, 4, 0]);
  });

  it('lets relevant items lose ties, then takes the lower index', () => {
    const scores = scoresOf(1, 1, 1, 1, 2);
    expect([...topK(scores, 5, ids(), ids(0, 2))]).toEqual([4, 1, 3, 0, 2]);
    expect([...topK(scores, 3, ids(), ids(0, 2))]).toEqual([4, 1, 3]);
  });

  it('gives no hit to a model that scores everything the same', () => {
    const scores = new Float32Array(100);
    expect([...topK(scores, 20, ids(), ids(3, 7))]).toEqual(
      Array.from({ length: 100 }, (_, item) => item)
        .filter((item) => item !== 3 && item !== 7)
        .slice(0, 20),
    );
  });

  it('gives what there is when K is larger than the candidates', () => {
    expect([...topK(scoresOf(1, 2, 3), 10, ids(1), ids())]).toEqual([2, 0]);
    expect([...topK(scoresOf(1, 2), 10, ids(0, 1), ids())]).toEqual([]);
    expect([...topK(scoresOf(1, 2), 0, ids(), ids())]).toEqual([]);
  });

  it('ranks infinite scores, and refuses NaN wherever it is', () => {
    expect([...topK(scoresOf(-Infinity, 0, Infinity), 3, ids(), ids())]).toEqual([2, 1, 0]);
    for (let item = 0; item < 3; item++) {
      const scores = scoresOf(1, 2, 3);
      scores[item] = Number.NaN;
      expect(() => topK(scores, 1, ids(1), ids())).toThrow(/score of item . is not a number/);
      expect(() => rankOf(scores, 0, ids(1), ids())).toThrow(expect.objectContaining({ code: 'nan-loss' }));
    }
  });
});

describe('rankOf', () => {
  it('counts from 1, without seen items, ties against the item', () => {
    const scores = scoresOf(0.5, 0.9, 0.5, 0.5, 0.1);
    expect(rankOf(scores, 1, ids(), ids())).toBe(1);
    expect(rankOf(scores, 0, ids(), ids(0))).toBe(4); // after 1, and after 2 and 3, which tie
    expect(rankOf(scores, 0, ids(1), ids(0))).toBe(3);
    expect(rankOf(scores, 0, ids(1), ids(0, 2))).toBe(2); // 3 ties and is not relevant; 2 is, and comes later
    expect(rankOf(scores, 2, ids(1), ids(0, 2))).toBe(3);
  });

  it('places a seen item as if it were a candidate', () => {
    expect(rankOf(scoresOf(3, 2, 1), 1, ids(0, 1), ids())).toBe(1);
  });
});

describe('both', () => {
  it('agree with sorting the whole list', () => {
    const catalogue = fc
      .integer({ min: 1, max: 60 })
      .chain((size) =>
        fc.tuple(
          fc.array(fc.constantFrom(-1, -0.5, 0, 0.25, 3), { minLength: size, maxLength: size }),
          fc.subarray(Array.from({ length: size }, (_, item) => item)),
          fc.subarray(Array.from({ length: size }, (_, item) => item)),
          fc.integer({ min: 0, max: 25 }),
        ),
      );
    fc.assert(
      fc.property(catalogue, ([values, seen, wanted, k]) => {
        const relevant = wanted.filter((item) => !seen.includes(item));
        const sorted = values
          .map((_, item) => item)
          .filter((item) => !seen.includes(item))
          .sort(
            (a, b) => values[b] - values[a] || Number(relevant.includes(a)) - Number(relevant.includes(b)) || a - b,
          );
        const scores = scoresOf(...values);
        expect([...topK(scores, k, ids(...seen), ids(...relevant))]).toEqual(sorted.slice(0, k));
        for (const [place, item] of sorted.entries()) {
          expect(rankOf(scores, item, ids(...seen), ids(...relevant))).toBe(place + 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('Ranker', () => {
  it('forgets the user before', () => {
    const ranker = new Ranker(4, 4);
    expect(ranker.turnTo(ids(0, 1), ids(2, 2, 1))).toBe(1); // twice the same, and one that is seen
    expect([...ranker.topK(scoresOf(4, 3, 2, 1), 4)]).toEqual([2, 3]);
    expect(ranker.turnTo(ids(3), ids(0))).toBe(1);
    expect(ranker.isRelevant(2)).toBe(false);
    expect([...ranker.topK(scoresOf(4, 3, 2, 1), 4)]).toEqual([0, 1, 2]);
  });
});
