/** How people of the sample watch: by taste, in phases, franchises in order, new films first. */
import type { RandomStream } from '@/lib/random';
import type { Film } from './catalogue';
import { SAMPLE_GENRES } from './titles';

/** One user's history, oldest first. */
export interface History {
  /** [genres] sums to 1 */
  taste: Float32Array;
  films: number[];
  ratings: number[];
  /** seconds since 1970 */
  times: number[];
}

const NUM_GENRES = SAMPLE_GENRES.length;
const MEDIAN_LENGTH = 52;
const LENGTH_SPREAD = 0.65;
const SHORTEST = 20;
const LONGEST = 320;
/** Interest that every genre has beside the favourites. */
const STRAY_INTEREST = 0.015;
/** A phase is a run of films mostly of one genre. */
export const PHASE_LENGTH = 10;
export const STAYS_IN_PHASE = 0.8;
/** The film just seen was part of a franchise: the next part follows at once. */
export const CONTINUES = 0.6;
/** Some franchise was left unfinished: it is taken up again. */
export const RETURNS = 0.04;
/** A film that is no news is passed over this often. */
export const PASSES_OLD = 0.45;
export const NEWS_SECONDS = 400 * 86_400;
const WINDOW_FROM = Date.UTC(2018, 0, 1) / 1000;
const WINDOW_TO = Date.UTC(2024, 5, 1) / 1000;
const SESSION_GAP_SECONDS = 5 * 86_400;
const ENDS_SESSION = 0.4;
const MAX_TRIES = 200;

/** Draws films of a genre by appeal, in logarithmic time. */
export interface GenreShelves {
  films: Int32Array[];
  cumulativeAppeal: Float64Array[];
}

export function shelve(catalogue: Film[]): GenreShelves {
  const films: number[][] = SAMPLE_GENRES.map(() => []);
  for (const [i, film] of catalogue.entries()) for (const genre of film.genres) films[genre].push(i);
  const cumulativeAppeal = films.map((shelf) => {
    let sum = 0;
    return Float64Array.from(shelf, (film) => {
      sum += catalogue[film].appeal / catalogue[film].genres.length;
      return sum;
    });
  });
  return { films: films.map((shelf) => Int32Array.from(shelf)), cumulativeAppeal };
}

/**
 * @param successorOf [films] the next part of the franchise, -1 where there is none
 * @param predecessorOf [films] the part before
 */
export function watch(
  catalogue: Film[],
  shelves: GenreShelves,
  successorOf: Int32Array,
  predecessorOf: Int32Array,
  random: RandomStream,
): History {
  const taste = drawTaste(random);
  const wanted = drawLength(random);
  const history: History = { taste, films: [], ratings: [], times: [] };
  const seen = new Set<number>();
  const leniency = 0.3 * random.normal();
  let time = WINDOW_FROM + random.uniform() * (WINDOW_TO - WINDOW_FROM);
  let phase = drawFrom(taste, random);

  const mayWatch = (film: number) => film >= 0 && !seen.has(film) && catalogue[film].released <= time;

  const nextPart = (): number => {
    const last = history.films.at(-1);
    if (last !== undefined && random.uniform() < CONTINUES && mayWatch(successorOf[last])) return successorOf[last];
    if (random.uniform() < RETURNS) {
      for (const film of history.films.slice().reverse()) if (mayWatch(successorOf[film])) return successorOf[film];
    }
    return -1;
  };

  const byTaste = (): number => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const genre = random.uniform() < STAYS_IN_PHASE ? phase : drawFrom(taste, random);
      const film = drawFilm(shelves, genre, random);
      if (!mayWatch(film) || (predecessorOf[film] >= 0 && !seen.has(predecessorOf[film]))) continue;
      const isNews = time - catalogue[film].released < NEWS_SECONDS;
      if (isNews || random.uniform() >= PASSES_OLD) return film;
    }
    return -1;
  };

  while (history.films.length < wanted) {
    if (random.uniform() < 1 / PHASE_LENGTH) phase = drawFrom(taste, random);
    let film = nextPart();
    if (film < 0) film = byTaste();
    if (film < 0) break; // has seen all there is for this taste
    seen.add(film);
    history.films.push(film);
    history.ratings.push(rate(catalogue[film], taste, leniency, random));
    history.times.push(Math.floor(time));
    time += 5_400 + random.integer(3_600);
    if (random.uniform() < ENDS_SESSION) time -= Math.log(1 - random.uniform()) * SESSION_GAP_SECONDS;
  }
  return history;
}

/** Two to four favourite genres of different weight, and a little of all. */
function drawTaste(random: RandomStream): Float32Array {
  const taste = new Float32Array(NUM_GENRES).fill(STRAY_INTEREST);
  const favourites = 2 + random.integer(3);
  for (let i = 0; i < favourites; i++) taste[random.integer(NUM_GENRES)] += 0.25 - Math.log(1 - random.uniform());
  const sum = taste.reduce((total, value) => total + value, 0);
  return taste.map((value) => value / sum);
}

/** Log-normal: many watch little, few watch a lot. */
function drawLength(random: RandomStream): number {
  const length = Math.round(MEDIAN_LENGTH * Math.exp(LENGTH_SPREAD * random.normal()));
  return Math.min(LONGEST, Math.max(SHORTEST, length));
}

function drawFrom(shares: Float32Array, random: RandomStream): number {
  let rest = random.uniform();
  for (let i = 0; i < shares.length; i++) {
    rest -= shares[i];
    if (rest < 0) return i;
  }
  return shares.length - 1;
}

function drawFilm(shelves: GenreShelves, genre: number, random: RandomStream): number {
  const cumulative = shelves.cumulativeAppeal[genre];
  const target = random.uniform() * cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] <= target) low = middle + 1;
    else high = middle;
  }
  return shelves.films[genre][low];
}

/** One to five stars: more for a genre one likes, more for a good film, more from a lenient user, and a mood. */
function rate(film: Film, taste: Float32Array, leniency: number, random: RandomStream): number {
  const favourite = taste.reduce((most, value) => Math.max(most, value), 0);
  const interest = film.genres.reduce((most, genre) => Math.max(most, taste[genre]), 0) / favourite;
  const stars = 2.5 + 1.3 * Math.sqrt(interest) + film.quality + leniency + 0.75 * random.normal();
  return Math.min(5, Math.max(1, Math.round(stars)));
}
