/**
 * Small files in each layout, written here: 12 users, 10 films, 96 ratings, the same in all. Everybody rates films 1 to 3
 * first, whose titles are awkward: an accent, `::`, commas and quotes.
 */
import { latin1 } from '../../src/data/testSupport';

export type Files = Record<string, string | Uint8Array>;

export const NUM_USERS = 12;
export const NUM_FILMS = 10;
const PER_USER = 8;
const START = 1_000_000_000;

export interface WrittenRow {
  user: number;
  film: number;
  rating: number;
  time: number;
}

/** By user, in time order. */
export const ROWS: WrittenRow[] = Array.from({ length: NUM_USERS }, (_, u) =>
  Array.from({ length: PER_USER }, (_, k) => ({
    user: u + 1,
    film: k < 3 ? k + 1 : 4 + ((u * 3 + k * 2) % 7),
    rating: 1 + ((u + 2 * k) % 5),
    time: START + u * 86_400 + k * 60,
  })),
).flat();

const TITLES = ['Café, Très Noir (1994)', 'Mission:: Two Colons (1996)', 'Quoted "Thing", A (1997)'];
/** As the page shows them: without the year, the article in front. */
export const SHOWN_TITLES = ['Café, Très Noir', 'Mission:: Two Colons', 'A Quoted "Thing"'];
export const FILMS = Array.from({ length: NUM_FILMS }, (_, i) => TITLES[i] ?? `Plain ${i + 1} (1990)`);
const GENRES = 'Comedy|Drama';

const lines = (rows: string[], end = '\n') => rows.map((row) => row + end).join('');
const byRow = (write: (row: WrittenRow) => string, rows = ROWS) => lines(rows.map(write));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** The last of each user is test. */
const isTest = (_: WrittenRow, index: number) => index % PER_USER === PER_USER - 1;
const isTrain = (row: WrittenRow, index: number) => !isTest(row, index);

const tabbed = ({ user, film, rating, time }: WrittenRow) => `${user}\t${film}\t${rating}\t${time}`;
const uItem = () =>
  latin1(
    lines(FILMS.map((title, i) => `${i + 1}|${title}|01-Jan-1995||http://x/${i}|0|0|0|0|0|1|0|0|1${'|0'.repeat(10)}`)),
  );
const uGenre = lines(
  [
    'unknown',
    'Action',
    'Adventure',
    'Animation',
    "Children's",
    'Comedy',
    'Crime',
    'Documentary',
    'Drama',
    'Fantasy',
    'Film-Noir',
    'Horror',
    'Musical',
    'Mystery',
    'Romance',
    'Sci-Fi',
    'Thriller',
    'War',
    'Western',
  ].map((genre, index) => `${genre}|${index}`),
);

export function ml100k(): Files {
  return {
    'ml-100k/u.data': byRow(tabbed),
    'ml-100k/u.item': uItem(),
    'ml-100k/u.genre': uGenre,
    'ml-100k/u.user': lines(
      Array.from({ length: NUM_USERS }, (_, u) => `${u + 1}|${20 + u * 3}|${u % 3 === 0 ? 'F' : 'M'}|writer|0000${u}`),
    ),
    'ml-100k/README': 'written for a test\n',
  };
}

export function ml1m(): Files {
  return {
    'ratings.dat': byRow(({ user, film, rating, time }) => `${user}::${film}::${rating}::${time}`),
    'movies.dat': latin1(lines(FILMS.map((title, i) => `${i + 1}::${title}::${GENRES}`))),
    'users.dat': lines(Array.from({ length: NUM_USERS }, (_, u) => `${u + 1}::${u % 2 ? 'F' : 'M'}::25::12::00000`)),
  };
}

export function ml10m(): Files {
  return {
    'ml-10M100K/ratings.dat': byRow(({ user, film, rating, time }) => `${user}::${film}::${rating - 0.5}::${time}`),
    'ml-10M100K/movies.dat': lines(FILMS.map((title, i) => `${i + 1}::${title}::${GENRES}`)),
    'ml-10M100K/tags.dat': `1::1::a tag::${START}\n`,
  };
}

export function mlCsv(rows = ROWS): Files {
  return {
    'ml-latest-small/ratings.csv': `userId,movieId,rating,timestamp\n${byRow(
      ({ user, film, rating, time }) => `${user},${film},${rating - 0.5},${time}`,
      rows,
    )}`,
    'ml-latest-small/movies.csv': `movieId,title,genres\n${lines(
      FILMS.map((title, i) => `${i + 1},${quoted(title)},${GENRES}`),
    )}`,
    'ml-latest-small/links.csv': 'movieId,imdbId,tmdbId\n1,1,1\n',
  };
}

export function trainTest(): Files {
  return {
    'u1.base': byRow(tabbed, ROWS.filter(isTrain)),
    'u1.test': byRow(tabbed, ROWS.filter(isTest)),
    'u.item': uItem(),
    'u.genre': uGenre,
  };
}

/** Ids from 0, as the NCF authors have them. */
export function ncf(): Files {
  const row = ({ user, film, rating, time }: WrittenRow) => `${user - 1}\t${film - 1}\t${rating}\t${time}`;
  const tests = ROWS.filter(isTest);
  const seen = (user: number) => new Set(ROWS.filter((other) => other.user === user).map(({ film }) => film));
  const unseen = (user: number) => FILMS.map((_, i) => i + 1).filter((film) => !seen(user).has(film));
  return {
    'small.train.rating': byRow(row, ROWS.filter(isTrain)),
    'small.test.rating': byRow(row, tests),
    'small.test.negative': lines(
      tests.map(({ user, film }) =>
        [`(${user - 1},${film - 1})`, ...unseen(user).map((other) => String(other - 1))].join('\t'),
      ),
    ),
  };
}

export function sasrec(): Files {
  return { 'small.txt': byRow(({ user, film }) => `${user} ${film}`) };
}

/** Columns that nobody knows, text ids, dates, a semicolon: only a mapping can read it. */
export function anyTable(): string {
  return `wer;kanal;was;sterne;wann\n${byRow(
    ({ user, film, rating, time }) =>
      `gast ${user};web;${FILMS[film - 1].replace(';', ',')};${rating};${new Date(time * 1000).toISOString()}`,
  )}`;
}

/** A plain table with a header that a guess understands, with other rows after it. */
export function plainCsv(more: string[] = [], write?: (row: WrittenRow) => string): string {
  return `user,item,rating,timestamp\n${byRow(
    write ?? (({ user, film, rating, time }) => `${user},${film},${rating},${time}`),
  )}${lines(more)}`;
}

/** `ratings.csv` as MovieLens names it, with other times than MovieLens has. */
export function ratingsCsv(timeOf: (row: WrittenRow) => string): Files {
  return {
    'ratings.csv': `userId,movieId,rating,timestamp\n${byRow(
      (row) => `${row.user},${row.film},${row.rating},${timeOf(row)}`,
    )}`,
  };
}

/** Titles and genres in columns that nobody knows. */
export function tableWithFilms(): string {
  return `wer;nr;benannt;art;sterne\n${byRow(
    ({ user, film, rating }) => `${user};${film};${FILMS[film - 1].replaceAll('"', "'")};${GENRES};${rating}`,
  )}`;
}
