/**
 * The newer MovieLens sets (latest-small, latest, 20M, 25M, 32M): `ratings.csv` (userId,movieId,rating,timestamp) and
 * `movies.csv` (movieId,title,genres; titles with a comma stand in quotes), UTF-8, each with a header, described in the
 * README of https://grouplens.org/datasets/movielens/latest/. Tags, links and genome scores are not used.
 */
import type { ImportControl } from '../importControl';
import type { RowProblem } from '../problemLog';
import type { Item } from '../types';
import { wrongFieldCount } from './badRow';
import { unclosedQuote } from './convertRow';
import { filmTitle } from './filmTitle';
import { findFile } from './findFile';
import { areInteractions, headLines } from './headLines';
import type { Archive, ArchiveFile, Layout } from './layout';
import { hasName, type MovieLensFiles, RATING_FIELD_COUNTS, readMovieLens } from './movieLens';
import { splitFields } from './splitFields';
import { wholeId } from './wholeId';

const HEADER = /^userid,movieid,rating(,timestamp)?$/;

const FILES: MovieLensFiles = {
  layout: 'ml-csv',
  published: {
    100836: 'MovieLens latest-small',
    20000263: 'MovieLens 20M',
    25000095: 'MovieLens 25M',
    32000204: 'MovieLens 32M',
  },
  delimiter: ',',
  header: true,
  columns: ['userId', 'movieId', 'rating', 'timestamp'],
  items: {
    name: 'movies.csv',
    columns: ['movieId', 'title', 'genres'],
    delimiter: ',',
    header: true,
    parser: async () => parseMovieCsv,
  },
};

export const mlCsv: Layout = {
  id: 'ml-csv',
  detect: async (archive, control) => (await findRatings(archive, control)) !== null,
  async read(archive, problems, control) {
    const ratings = await findRatings(archive, control);
    if (!ratings) throw new Error('ratings.csv was there when the layout was recognised');
    return readMovieLens(FILES, [ratings], archive, problems, control);
  },
};

/** `ratings.csv`, or the first other CSV file with its header. */
async function findRatings(archive: Archive, control: ImportControl): Promise<ArchiveFile | null> {
  const named = findFile(archive, 'ratings.csv');
  const others = archive.files.filter((file) => file !== named && hasName(file, /\.csv$/));
  for (const file of named ? [named, ...others] : others) {
    const [header, ...lines] = await headLines(file, control);
    if (!HEADER.test((header ?? '').toLowerCase())) continue;
    if (lines.length === 0 || areInteractions(lines, ',', RATING_FIELD_COUNTS)) return file;
  }
  return null;
}

/** Exported for its test. */
export function parseMovieCsv(line: string): Item | RowProblem {
  const fields = splitFields(line, ',');
  if (fields === null) return unclosedQuote(line);
  if (fields.length !== 3) return wrongFieldCount(fields.length, 3, ',');
  const id = wholeId(fields[0], 'movieId');
  if (typeof id !== 'string') return id;
  const genres = fields[2].split('|').filter((genre) => genre !== '' && genre !== '(no genres listed)');
  return { id, ...filmTitle(fields[1]), genres };
}
