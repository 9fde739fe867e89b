/**
 * MovieLens 1M: `ratings.dat` (UserID::MovieID::Rating::Timestamp), `movies.dat` (MovieID::Title::Genres, genres
 * separated by `|`) and `users.dat` (UserID::Gender::Age::Occupation::Zip-code), described in the README of
 * https://grouplens.org/datasets/movielens/1m/. The films are in ISO-8859-1.
 */
import type { ImportControl } from '../importControl';
import type { RowProblem } from '../problemLog';
import type { Item } from '../types';
import { wrongFieldCount } from './badRow';
import { filmTitle } from './filmTitle';
import { findFile } from './findFile';
import type { User } from './finishTable';
import { areInteractions, headLines } from './headLines';
import type { Archive, ArchiveFile, Layout } from './layout';
import { type MovieLensFiles, RATING_COLUMNS, RATING_FIELD_COUNTS, readMovieLens, type SideFile } from './movieLens';
import { wholeId } from './wholeId';

export const DELIMITER = '::';
const USER_FIELDS = 5;

export const MOVIES_DAT: SideFile<Item> = {
  name: 'movies.dat',
  columns: ['itemId', 'title', 'genres'],
  delimiter: DELIMITER,
  parser: async () => parseMovie,
};

const FILES: MovieLensFiles = {
  layout: 'ml-1m',
  published: { 1000209: 'MovieLens 1M' },
  delimiter: DELIMITER,
  columns: RATING_COLUMNS,
  items: MOVIES_DAT,
  users: {
    name: 'users.dat',
    columns: ['userId', 'gender', 'age', 'occupation', 'zipCode'],
    delimiter: DELIMITER,
    parser: async () => parseUser,
  },
};

export const ml1m: Layout = {
  id: 'ml-1m',
  detect: async (archive, control) => (await ratingsDat(archive, control)) !== null,
  async read(archive, problems, control) {
    const ratings = findFile(archive, 'ratings.dat');
    if (!ratings) throw new Error('ratings.dat was there when the layout was recognised');
    return readMovieLens(FILES, [ratings], archive, problems, control);
  },
};

/** `ratings.dat`, if most of its first rows are numbers separated by `::`. */
export async function ratingsDat(archive: Archive, control: ImportControl): Promise<ArchiveFile | null> {
  const ratings = findFile(archive, 'ratings.dat');
  if (!ratings) return null;
  return areInteractions(await headLines(ratings, control), DELIMITER, RATING_FIELD_COUNTS) ? ratings : null;
}

/** The title is all between the first `::` and the last: titles may have one of their own. */
export function parseMovie(line: string): Item | RowProblem {
  const first = line.indexOf(DELIMITER);
  const last = line.lastIndexOf(DELIMITER);
  if (first < 0 || first === last) return wrongFieldCount(line.split(DELIMITER).length, 3, DELIMITER);
  const id = wholeId(line.slice(0, first), 'itemId');
  if (typeof id !== 'string') return id;
  const genres = line.slice(last + DELIMITER.length).split('|');
  return {
    id,
    ...filmTitle(line.slice(first + DELIMITER.length, last)),
    genres: genres.filter((genre) => genre !== '' && genre !== '(no genres listed)'),
  };
}

/** Age is the lower end of a range (1 stands for under 18), occupation a number: the README says which. */
function parseUser(line: string): User | RowProblem {
  const fields = line.split(DELIMITER);
  if (fields.length !== USER_FIELDS) return wrongFieldCount(fields.length, USER_FIELDS, DELIMITER);
  const id = wholeId(fields[0], 'userId');
  if (typeof id !== 'string') return id;
  const [, gender, age, occupation] = fields;
  return { id, gender, age, occupation };
}
