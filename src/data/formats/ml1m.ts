/**
 * MovieLens 1M: `ratings.dat` (UserID::MovieID::Rating::Timestamp), `movies.dat` (MovieID::Title::Genres, genres
 * separated by `|`) and `users.dat`, described in the README of https://grouplens.org/datasets/movielens/1m/.
 * The films are in ISO-8859-1; MovieLens 10M has the same layout, in UTF-8 and with half stars.
 */
import type { Item } from '../types';
import { type RowProblem, wrongFieldCount } from './badRow';
import { filmTitle } from './filmTitle';
import type { Layout } from './layout';
import { itemId } from './readItems';
import { readTable, type TableFiles, tableLayout } from './readTable';

const DELIMITER = '::';

const FILES: TableFiles = {
  layout: 'ml-1m',
  publishedName: 'MovieLens 1M',
  publishedRows: 1_000_209,
  delimiter: DELIMITER,
  ratings: 'ratings.dat',
  items: 'movies.dat',
  itemColumns: ['itemId', 'title', 'genres'],
  itemDelimiter: DELIMITER,
  users: 'users.dat',
  userColumns: ['userId', 'gender', 'age', 'occupation', 'zipCode'],
};

export const ml1m: Layout = tableLayout(FILES, (archive, control) =>
  readTable(FILES, archive, control, async () => parseMovie),
);

/** The title is all between the first `::` and the last: titles may have one of their own. */
export function parseMovie(line: string): Item | RowProblem {
  const first = line.indexOf(DELIMITER);
  const last = line.lastIndexOf(DELIMITER);
  if (first < 0 || first === last) return wrongFieldCount(line.split(DELIMITER).length, 3, DELIMITER);
  const id = itemId(line.slice(0, first));
  if (typeof id !== 'string') return id;
  const genres = line.slice(last + DELIMITER.length).split('|');
  return {
    id,
    ...filmTitle(line.slice(first + DELIMITER.length, last)),
    genres: genres.filter((genre) => genre !== '' && genre !== '(no genres listed)'),
  };
}
