/**
 * MovieLens 100K: `u.data` (user, item, rating, timestamp; tabs), `u.item` (id | title | release date | video date |
 * address | one flag a genre; ISO-8859-1), `u.genre` (name | index) and `u.user`, described in the README of
 * https://grouplens.org/datasets/movielens/100k/.
 */
import type { ImportControl } from '../importControl';
import type { ProblemLog, RowProblem } from '../problemLog';
import { joinBlocks } from '../sources/joinBlocks';
import type { Item } from '../types';
import { quoteField, wrongFieldCount } from './badRow';
import { decodeText } from './decodeText';
import { filmTitle } from './filmTitle';
import { findFile } from './findFile';
import type { User } from './finishTable';
import { areInteractions, headLines } from './headLines';
import type { Archive, Layout } from './layout';
import { type MovieLensFiles, RATING_COLUMNS, RATING_FIELD_COUNTS, readMovieLens } from './movieLens';
import type { ParseLine } from './readLines';
import { wholeId } from './wholeId';

/** The genres in the order of their flags, used where `u.genre` is missing. */
export const GENRES = [
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
];
const NO_GENRE = 'unknown';
const COLUMNS_BEFORE_FLAGS = 5;

const USER_FIELDS = 5;

/** Beside `u.data`, and beside the train and test files that come with it. */
export const ML_100K_FILES: MovieLensFiles = {
  layout: 'ml-100k',
  published: { 100000: 'MovieLens 100K' },
  delimiter: '\t',
  columns: RATING_COLUMNS,
  items: {
    name: 'u.item',
    columns: ['itemId', 'title', 'releaseDate', 'videoReleaseDate', 'address', 'genres'],
    delimiter: '|',
    parser: async (archive, problems, control) => parseItem(await readGenres(archive, problems, control)),
  },
  users: {
    name: 'u.user',
    columns: ['userId', 'age', 'gender', 'occupation', 'zipCode'],
    delimiter: '|',
    parser: async () => parseUser,
  },
  alsoItems: { name: 'u.genre', columns: ['genre', 'index'] },
};

export const ml100k: Layout = {
  id: 'ml-100k',
  async detect(archive, control) {
    const ratings = findFile(archive, 'u.data');
    return ratings !== null && areInteractions(await headLines(ratings, control), '\t', RATING_FIELD_COUNTS);
  },
  async read(archive, problems, control) {
    const ratings = findFile(archive, 'u.data');
    if (!ratings) throw new Error('u.data was there when the layout was recognised');
    return readMovieLens(ML_100K_FILES, [ratings], archive, problems, control);
  },
};

/** @param genres names in the order of the flags */
export function parseItem(genres: string[]): ParseLine<Item> {
  return (line) => {
    const fields = line.split('|');
    const expected = COLUMNS_BEFORE_FLAGS + genres.length;
    if (fields.length !== expected) return wrongFieldCount(fields.length, expected, '|');
    const id = wholeId(fields[0], 'itemId');
    if (typeof id !== 'string') return id;
    return { id, ...titleAndYear(fields[1], fields[2]), genres: flagged(genres, fields) };
  };
}

/** The year in the title, else that of the release date (`01-Jan-1995`). */
function titleAndYear(title: string, releaseDate: string): Pick<Item, 'title' | 'year'> {
  const film = filmTitle(title);
  const released = /-(\d{4})$/.exec(releaseDate);
  return { title: film.title, year: film.year ?? (released ? Number(released[1]) : null) };
}

function flagged(genres: string[], fields: string[]): string[] {
  return genres.filter((genre, i) => fields[COLUMNS_BEFORE_FLAGS + i] === '1' && genre !== NO_GENRE);
}

function parseUser(line: string): User | RowProblem {
  const fields = line.split('|');
  if (fields.length !== USER_FIELDS) return wrongFieldCount(fields.length, USER_FIELDS, '|');
  const id = wholeId(fields[0], 'userId');
  if (typeof id !== 'string') return id;
  const [, age, gender, occupation] = fields;
  return { id, age, gender, occupation };
}

async function readGenres(archive: Archive, problems: ProblemLog, control: ImportControl): Promise<string[]> {
  const file = findFile(archive, 'u.genre');
  if (!file) return GENRES;
  const genres: string[] = [];
  const lines = decodeText(await joinBlocks(file.blocks(control))).text.split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const problem = parseGenre(line, genres);
    if (problem) problems.add(file.path, i + 1, problem);
  }
  return genres.length > 0 ? genres : GENRES;
}

function parseGenre(line: string, genres: string[]): RowProblem | null {
  const fields = line.split('|');
  if (fields.length !== 2) return wrongFieldCount(fields.length, 2, '|');
  if (!/^\d{1,3}$/.test(fields[1])) {
    return { kind: 'not-a-number', column: 'index', found: quoteField(fields[1]), expected: 'a whole number as index' };
  }
  genres[Number(fields[1])] = fields[0];
  return null;
}
