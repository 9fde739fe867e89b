/**
 * MovieLens 100K: `u.data` (user, item, rating, timestamp; tabs), `u.item` (id | title | release date | video date |
 * address | one flag a genre; ISO-8859-1), `u.genre` (name | index) and `u.user`, described in the README of
 * https://grouplens.org/datasets/movielens/100k/.
 */
import type { ImportControl } from '../importControl';
import type { Item } from '../types';
import { badRow, type RowProblem, wrongFieldCount } from './badRow';
import { decodeText } from './decodeText';
import { filmTitle } from './filmTitle';
import { findFile } from './findFile';
import type { Archive, Layout } from './layout';
import { itemId, type ParseItem } from './readItems';
import { readTable, type TableFiles, tableLayout } from './readTable';

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

const FILES: TableFiles = {
  layout: 'ml-100k',
  publishedName: 'MovieLens 100K',
  publishedRows: 100_000,
  delimiter: '\t',
  ratings: 'u.data',
  items: 'u.item',
  itemColumns: ['itemId', 'title', 'releaseDate', 'videoReleaseDate', 'address', 'genres'],
  itemDelimiter: '|',
  users: 'u.user',
  userColumns: ['userId', 'age', 'gender', 'occupation', 'zipCode'],
  alsoItems: { name: 'u.genre', columns: ['genre', 'index'] },
};

export const ml100k: Layout = tableLayout(FILES, (archive, control) =>
  readTable(FILES, archive, control, async () => parseItem(await readGenres(archive, control))),
);

/** @param genres names in the order of the flags */
export function parseItem(genres: string[]): ParseItem {
  return (line) => {
    const fields = line.split('|');
    const expected = COLUMNS_BEFORE_FLAGS + genres.length;
    if (fields.length !== expected) return wrongFieldCount(fields.length, expected, '|');
    const id = itemId(fields[0]);
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

async function readGenres(archive: Archive, control: ImportControl): Promise<string[]> {
  const file = findFile(archive, 'u.genre');
  if (!file) return GENRES;
  const genres: string[] = [];
  const lines = decodeText(await file.bytes(control)).text.split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const problem = parseGenre(line, genres);
    if (problem) throw badRow(file.path, i + 1, problem);
  }
  return genres.length > 0 ? genres : GENRES;
}

function parseGenre(line: string, genres: string[]): RowProblem | null {
  const fields = line.split('|');
  if (fields.length !== 2) return wrongFieldCount(fields.length, 2, '|');
  if (!/^\d{1,3}$/.test(fields[1])) {
    return { kind: 'not-a-number', column: 'index', found: `"${fields[1]}"`, expected: 'a whole number as index' };
  }
  genres[Number(fields[1])] = fields[0];
  return null;
}
