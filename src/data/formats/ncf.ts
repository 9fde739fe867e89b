/**
 * The NCF authors' split (https://github.com/hexiangnan/neural_collaborative_filtering): `<name>.train.rating` and
 * `<name>.test.rating` (user, item, rating, time; tabs; ids from 0; each user's last interaction is the test), and
 * `<name>.test.negative`, which has for each test pair `(user,item)` the 99 items to rank it against. A negative that is
 * the test item itself stays: published results have been measured with it, and the ranking knows what to do with it.
 *
 * `item_map.txt` (their item, MovieLens' item) is no part of the original; with it and a `movies.dat` films have titles.
 */
import type { ImportControl } from '../importControl';
import type { ProblemLog, RowProblem } from '../problemLog';
import type { Item, SourceFile } from '../types';
import { quoteField, wrongFieldCount } from './badRow';
import { findFile } from './findFile';
import { finishTable } from './finishTable';
import { areInteractions, headLines } from './headLines';
import { InteractionRows } from './interactionRows';
import type { Archive, ArchiveFile, Layout } from './layout';
import { parseMovie } from './ml1m';
import { givenParts, listSources, RATING_FIELD_COUNTS, ratingFormat, ratingSource, readParts } from './movieLens';
import { noRows } from './readInteractions';
import { readLines } from './readLines';
import { readNegatives } from './readNegatives';
import { wholeId } from './wholeId';

const TRAIN = /\.?train\.rating$/i;

export const ncf: Layout = {
  id: 'ncf',
  detect: async (archive, control) => {
    const files = findFiles(archive);
    if (!files) return false;
    for (const file of [files.train, files.test]) {
      if (!areInteractions(await headLines(file, control), '\t', RATING_FIELD_COUNTS)) return false;
    }
    return true;
  },
  async read(archive, problems, control) {
    const files = findFiles(archive);
    if (!files) throw new Error('train.rating was there when the layout was recognised');
    const { train, test, negative } = files;
    const format = await ratingFormat(train, '\t', control);
    const rows = new InteractionRows(format.numFields === 4);
    const { ends } = await readParts([train, test], format, rows, problems, control);
    if (rows.length === 0) throw noRows(train.path, problems);

    const sources = new Map<ArchiveFile, Omit<SourceFile, 'path' | 'sizeBytes'>>();
    for (const file of [train, test]) sources.set(file, await ratingSource(file, format, control));
    const givenNegatives = negative && (await readNegatives(negative, rows, problems, control));
    if (negative) {
      sources.set(negative, { role: 'ratings', delimiter: 'tab', encoding: 'ASCII', columns: ['negatives'] });
    }
    return finishTable(
      archive,
      {
        layout: 'ncf',
        rows: rows.finish(),
        items: await readTitles(archive, problems, control, sources),
        givenParts: givenParts(ends),
        givenNegatives,
        sources: listSources(archive, sources),
      },
      control,
    );
  },
};

interface NcfFiles {
  train: ArchiveFile;
  test: ArchiveFile;
  negative: ArchiveFile | null;
}

/** Those of the first name that has both, in any folder. */
function findFiles(archive: Archive): NcfFiles | null {
  for (const train of archive.files) {
    if (!TRAIN.test(train.path)) continue;
    const other = (ending: string) => {
      const path = train.path.replace(/train\.rating$/i, ending).toLowerCase();
      return archive.files.find((file) => file.path.toLowerCase() === path) ?? null;
    };
    const test = other('test.rating');
    if (test) return { train, test, negative: other('test.negative') };
  }
  return null;
}

async function readTitles(
  archive: Archive,
  problems: ProblemLog,
  control: ImportControl,
  sources: Map<ArchiveFile, Omit<SourceFile, 'path' | 'sizeBytes'>>,
): Promise<Item[] | undefined> {
  const map = findFile(archive, 'item_map.txt');
  const movies = findFile(archive, 'movies.dat');
  if (!map || !movies) return undefined;
  const mapped = await readLines(map, parsePair, problems, control);
  const films = await readLines(movies, parseMovie, problems, control);
  const role = 'items' as const;
  sources.set(map, { role, delimiter: 'space', encoding: mapped.encoding, columns: ['itemId', 'movieId'] });
  sources.set(movies, {
    role,
    delimiter: '::',
    encoding: films.encoding,
    columns: ['itemId', 'title', 'genres'],
  });
  const byId = new Map(films.rows.map((film) => [film.id, film]));
  return mapped.rows.flatMap(({ id, movieId }) => {
    const film = byId.get(movieId);
    return film ? [{ ...film, id }] : [];
  });
}

function parsePair(line: string): { id: string; movieId: string } | RowProblem {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 2) return wrongFieldCount(fields.length, 2, ' ');
  const [id, movieId] = fields.map((field) => wholeId(field, 'itemId'));
  if (typeof id !== 'string') return id;
  if (typeof movieId !== 'string') {
    return { kind: 'not-a-number', column: 'movieId', found: quoteField(fields[1]), expected: 'a whole number' };
  }
  return { id, movieId };
}
