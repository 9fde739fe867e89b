/**
 * The embedded sample: a catalogue and its viewers, made up from a seed in MovieLens shape, because MovieLens itself may
 * not be passed on. What is planted (tastes over genres, Zipf popularity, franchises watched in order, phases, new films
 * first) is returned as `truth`, so that a lesson can say what a model should find.
 */
import { randomStream } from '@/lib/random';
import { ratingHistogram } from '../ratingHistogram';
import type { InteractionTable, Item } from '../types';
import { type Film, makeCatalogue } from './catalogue';
import { SAMPLE_GENRES } from './titles';
import type { SyntheticTruth } from './truth';
import { shelve, watch } from './watching';

export type { SyntheticTruth } from './truth';

export interface SampleSize {
  numUsers: number;
  /** films in the catalogue; the few that nobody watched are not in the table */
  numItems: number;
  seed: number;
}

export const SAMPLE_SIZE: SampleSize = { numUsers: 600, numItems: 1200, seed: 7 };

/**
 * Equal sizes and seed give equal tables. Browsers may differ in the last bit of `Math.log` and `Math.exp`, which could
 * in rare cases move a time by a second; within one engine the fingerprint is fixed.
 */
export function syntheticSample(size: SampleSize = SAMPLE_SIZE): { table: InteractionTable; truth: SyntheticTruth } {
  const { films, franchiseNames } = makeCatalogue(size.numItems, randomStream(size.seed, 'synthetic', 0));
  const { successorOf, predecessorOf } = linkParts(films);
  const shelves = shelve(films);

  const users: number[] = [];
  const watched: number[] = [];
  const ratings: number[] = [];
  const times: number[] = [];
  const tastes = new Float32Array(size.numUsers * SAMPLE_GENRES.length);
  for (let user = 0; user < size.numUsers; user++) {
    const history = watch(films, shelves, successorOf, predecessorOf, randomStream(size.seed, 'synthetic', user + 1));
    tastes.set(history.taste, user * SAMPLE_GENRES.length);
    for (let i = 0; i < history.films.length; i++) users.push(user);
    watched.push(...history.films);
    ratings.push(...history.ratings);
    times.push(...history.times);
  }

  const itemOf = new Map<number, number>();
  for (const film of watched) if (!itemOf.has(film)) itemOf.set(film, itemOf.size);
  const filmOf = Array.from(itemOf.keys());
  const table: InteractionTable = {
    name: 'Sample, synthetic',
    fileName: null,
    layout: 'synthetic',
    synthetic: true,
    userIds: Array.from({ length: size.numUsers }, (_, user) => String(user + 1)),
    items: filmOf.map((film) => itemFrom(films[film], film)),
    users: Int32Array.from(users),
    itemIndices: Int32Array.from(watched, (film) => itemOf.get(film) ?? -1),
    ratings: Float32Array.from(ratings),
    timestamps: Float64Array.from(times),
    sources: [],
    numDuplicates: 0,
    ratingHistogram: ratingHistogram(Float32Array.from(ratings)),
    userAttributes: null,
    givenParts: null,
    givenNegatives: null,
    skipped: null,
  };
  const truth: SyntheticTruth = {
    genres: SAMPLE_GENRES,
    tastes,
    franchiseOf: Int32Array.from(filmOf, (film) => films[film].franchise),
    partOf: Int32Array.from(filmOf, (film) => films[film].part),
    successorOf: Int32Array.from(filmOf, (film) => itemOf.get(successorOf[film]) ?? -1),
    genresOf: filmOf.map((film) => films[film].genres),
    appeal: Float64Array.from(filmOf, (film) => films[film].appeal),
    released: Float64Array.from(filmOf, (film) => films[film].released),
    franchises: franchiseNames.map((name, franchise) => ({
      name,
      items: filmOf
        .map((film, item) => ({ item, film: films[film] }))
        .filter(({ film }) => film.franchise === franchise)
        .sort((a, b) => a.film.part - b.film.part)
        .map(({ item }) => item),
    })),
  };
  return { table, truth };
}

function itemFrom(film: Film, index: number): Item {
  return {
    id: String(index + 1),
    title: film.title,
    genres: film.genres.map((genre) => SAMPLE_GENRES[genre]),
    year: film.year,
  };
}

/** For each film the next and the previous part of its franchise, -1 where there is none. */
function linkParts(films: Film[]): { successorOf: Int32Array; predecessorOf: Int32Array } {
  const successorOf = new Int32Array(films.length).fill(-1);
  const predecessorOf = new Int32Array(films.length).fill(-1);
  const byPart = new Map(films.map((film, i) => [`${film.franchise}/${film.part}`, i]));
  for (const [i, film] of films.entries()) {
    const next = film.part > 0 ? byPart.get(`${film.franchise}/${film.part + 1}`) : undefined;
    if (next === undefined) continue;
    successorOf[i] = next;
    predecessorOf[next] = i;
  }
  return { successorOf, predecessorOf };
}
