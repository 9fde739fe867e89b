/**
 * Two files of ratings, one to train on and one to test on: MovieLens 100K's `u1.base` and `u1.test` (five folds) or
 * `ua.base` and `ua.test` (ten test ratings a user), MovieLens 10M's `r1.train` and `r1.test`. Of several pairs the first
 * by name is read, or the one that is asked for. The zip of MovieLens 100K has pairs beside all ratings: there `u.data`
 * counts (the list in `index.ts`) unless a pair is asked for.
 */
import type { ImportControl } from '../importControl';
import { areInteractions, headLines } from './headLines';
import type { Archive, ArchiveFile, Layout } from './layout';
import { MOVIES_DAT } from './ml1m';
import { ML_100K_FILES } from './ml100k';
import { type MovieLensFiles, RATING_FIELD_COUNTS, readMovieLens } from './movieLens';

const TRAIN = /\.(base|train)$/i;

const LAYOUTS: MovieLensFiles[] = [
  { ...ML_100K_FILES, layout: 'train-test', published: {} },
  { ...ML_100K_FILES, layout: 'train-test', published: {}, delimiter: '::', items: MOVIES_DAT, users: undefined },
];

export const trainTest: Layout = {
  id: 'train-test',
  detect: async (archive, control) => (await findPairs(archive, control)).length > 0,
  choices: async (archive, control) =>
    (await findPairs(archive, control)).map(({ train, test }) => [train.path, test.path]),
  async read(archive, problems, control, [wanted] = []) {
    const pairs = await findPairs(archive, control);
    const pair = pairs.find(({ train }) => train.path === wanted) ?? pairs[0];
    if (!pair) throw new Error('a pair was there when the layout was recognised');
    const table = await readMovieLens(pair.files, [pair.train, pair.test], archive, problems, control);
    return { ...table, name: nameOf(archive, pair.train) };
  },
};

interface Pair {
  train: ArchiveFile;
  test: ArchiveFile;
  files: MovieLensFiles;
}

/** By name. */
async function findPairs(archive: Archive, control: ImportControl): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const trains = archive.files.filter((file) => TRAIN.test(file.path));
  trains.sort((a, b) => a.path.localeCompare(b.path, 'en'));
  for (const train of trains) {
    const stem = train.path.replace(TRAIN, '').toLowerCase();
    const test = archive.files.find((file) => file.path.toLowerCase() === `${stem}.test`);
    if (!test) continue;
    const heads = [await headLines(train, control), await headLines(test, control)];
    const files = LAYOUTS.find(({ delimiter }) =>
      heads.every((lines) => areInteractions(lines, delimiter, RATING_FIELD_COUNTS)),
    );
    if (files) pairs.push({ train, test, files });
  }
  return pairs;
}

/** Of the folder, where there is one, with the pair: "ml-100k u1"; else of the pair alone. */
function nameOf(archive: Archive, train: ArchiveFile): string {
  const pair = train.path.slice(train.path.lastIndexOf('/') + 1).replace(TRAIN, '');
  return archive.files.length > 2 ? `${archive.fileName.replace(/\.zip$/i, '')} ${pair}` : pair;
}
