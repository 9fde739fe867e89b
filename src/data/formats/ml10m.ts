/**
 * MovieLens 10M: `ratings.dat` and `movies.dat` as in 1M, with half stars and titles in UTF-8, `tags.dat` beside them and
 * no users, described in the README of https://grouplens.org/datasets/movielens/10m/.
 */
import { findFile } from './findFile';
import { headLines } from './headLines';
import type { Layout } from './layout';
import { DELIMITER, MOVIES_DAT, ratingsDat } from './ml1m';
import { type MovieLensFiles, RATING_COLUMNS, readMovieLens } from './movieLens';

const FILES: MovieLensFiles = {
  layout: 'ml-10m',
  published: { 10000054: 'MovieLens 10M' },
  delimiter: DELIMITER,
  columns: RATING_COLUMNS,
  items: MOVIES_DAT,
};

export const ml10m: Layout = {
  id: 'ml-10m',
  /** What 1M cannot have: half stars, tags, the folder's name; and without what only 1M has. */
  async detect(archive, control) {
    const ratings = await ratingsDat(archive, control);
    if (!ratings || findFile(archive, 'users.dat')) return false;
    if (findFile(archive, 'tags.dat') || /ml-10m/i.test(`${archive.fileName}/${ratings.path}`)) return true;
    return (await headLines(ratings, control)).some((line) => line.split(DELIMITER)[2]?.includes('.'));
  },
  async read(archive, problems, control) {
    const ratings = findFile(archive, 'ratings.dat');
    if (!ratings) throw new Error('ratings.dat was there when the layout was recognised');
    return readMovieLens(FILES, [ratings], archive, problems, control);
  },
};
