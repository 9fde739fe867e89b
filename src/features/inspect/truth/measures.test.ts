import { describe, expect, it } from 'vitest';
import type { SampleTruth } from '@/data/synthetic/truth';
import {
  correlation,
  dueParts,
  headShare,
  neighbourhoods,
  neighboursByChance,
  nextParts,
  profilesOf,
  tasteCurve,
  tasteMatch,
} from './measures';

/** Two users, three genres, ten films; 0, 1, 2 are a franchise, and so are 5, 6. */
const truth: SampleTruth = {
  genres: ['a', 'b', 'c'],
  tastes: Float32Array.of(0.75, 0.25, 0, 0, 0.5, 0.5),
  genresOf: [[0], [0], [0], [1], [1, 2], [2], [2], [0, 1], [1], [2]],
  franchiseOf: Int32Array.of(0, 0, 0, -1, -1, 1, 1, -1, -1, -1),
  successorOf: Int32Array.of(1, 2, -1, -1, -1, 6, -1, -1, -1, -1),
  appeal: Float64Array.of(9, 1, 1, 8, 7, 6, 1, 5, 4, 3),
  known: { offsets: Int32Array.of(0, 2, 5), items: Int32Array.of(3, 0, 0, 5, 8) },
  oracle: new Int32Array(0),
  chance: new Int32Array(0),
  listLength: 2,
};
const LISTS = Int32Array.of(1, 7, 6, 4);

describe('tastes', () => {
  it('are shares of genres in a list', () => {
    // user 0: film 1 is all a, film 7 half a, half b
    expect([...profilesOf(truth, LISTS, 2)]).toEqual([0.75, 0.25, 0, 0, 0.25, 0.75]);
  });

  it('match by correlation over genres', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(correlation([1, 1], [0, 5])).toBe(0);
    // user 0 exactly as planted; user 1: (0, .5, .5) and (0, .25, .75), each less 1/3
    const ofSecond =
      (1 / 9 + (1 / 6) * (-1 / 12) + (1 / 6) * (5 / 12)) / Math.sqrt((1 / 6) * (1 / 9 + 1 / 144 + 25 / 144));
    expect(tasteMatch(truth, profilesOf(truth, LISTS, 2))).toBeCloseTo((1 + ofSecond) / 2, 10);
  });

  it('make a curve of planted interest against list', () => {
    expect(tasteCurve(truth, profilesOf(truth, LISTS, 2))).toEqual([
      { x: 0, y: 0 },
      { x: 0.25, y: 0.25 },
      { x: 0.5, y: 0.5 },
      { x: 0.75, y: 0.75 },
    ]);
  });
});

it('knows which next parts are due', () => {
  expect(dueParts(truth, 0)).toEqual([{ part: 1, after: 0, isLast: true }]);
  expect(dueParts(truth, 1)).toEqual([
    { part: 6, after: 5, isLast: false },
    { part: 1, after: 0, isLast: false },
  ]);
});

it('next parts count where one is due', () => {
  // user 0 saw 0 last, 1 is due and listed; user 1 saw 8 last; 1 and 6 are open, 6 is listed
  expect(nextParts(truth, LISTS, 2)).toEqual({ last: { share: 1, count: 1 }, any: { share: 1, count: 2 } });
  expect(nextParts(truth, Int32Array.of(7, 4, 7, 4), 2)).toEqual({
    last: { share: 0, count: 1 },
    any: { share: 0, count: 2 },
  });
});

it('the head is the tenth with the largest appeal', () => {
  expect(headShare(truth, Int32Array.of(0, 1, 0, 3))).toBe(0.5);
});

describe('neighbours', () => {
  it('are the nearest by cosine', () => {
    // all films of a main genre point the same way, whatever their length; a hundred films, so that ten are few
    const genresOf = Array.from({ length: 90 }, (_, item) => [item % 3]);
    const many = { ...truth, genresOf, franchiseOf: Int32Array.from(genresOf, (_, item) => (item < 4 ? 0 : -1)) };
    const data = Float32Array.from({ length: 270 }, (_, at) => (at % 3 === Math.floor(at / 3) % 3 ? 1 + at : 0));
    const { genre, franchise } = neighbourhoods(many, { rows: 90, dimensions: 3, data });
    expect(genre).toBe(1);
    // films 0 and 3 are of genre 0 both, and equal cosines keep the order of the films: 3 is near 0, 0 near 3
    expect(franchise).toBe(2 / 4);
  });

  it('by chance have what others have', () => {
    const { genre, franchise } = neighboursByChance({
      ...truth,
      genresOf: Array.from({ length: 40 }, (_, item) => [item % 2]),
      franchiseOf: Int32Array.from({ length: 40 }, (_, item) => (item < 2 ? 0 : -1)),
    });
    expect(genre).toBeCloseTo(19 / 39, 12);
    // one other part among 39, ten drawn
    expect(franchise).toBeCloseTo(10 / 39, 12);
  });
});
