/**
 * The SASRec authors' sequences (https://github.com/kang205/SASRec, `data/ml-1m.txt`): a user and an item a line,
 * separated by a blank, users one after another, each user's lines in time order. There are neither times nor ratings:
 * the order of the file counts. Maps of ids that lie beside it are not used.
 */
import type { ImportControl } from '../importControl';
import { finishTable } from './finishTable';
import { areInteractions, headLines } from './headLines';
import { InteractionRows } from './interactionRows';
import type { Archive, ArchiveFile, Layout } from './layout';
import { hasName, listSources, ratingSource, strictFormat } from './movieLens';
import { noRows, readInteractions } from './readInteractions';

/** A map of ids has two columns as well, but each id once. */
const MIN_LINES_PER_USER = 2;

export const sasrec: Layout = {
  id: 'sasrec',
  detect: async (archive, control) => (await findSequences(archive, control)) !== null,
  async read(archive, problems, control) {
    const found = await findSequences(archive, control);
    if (!found) throw new Error('a sequence file was there when the layout was recognised');
    const { file, delimiter } = found;
    const rows = new InteractionRows(false);
    const format = strictFormat(delimiter, 2);
    await readInteractions(file, format, rows, problems, control);
    if (rows.length === 0) throw noRows(file.path, problems);
    const source = await ratingSource(file, format, control);
    source.notes?.push('order-as-time', 'no-ratings');
    return finishTable(
      archive,
      {
        layout: 'sasrec',
        rows: rows.finish(),
        sources: listSources(archive, new Map([[file, source]])),
      },
      control,
    );
  },
};

/** The largest file of two columns of whole numbers whose users come one after another. */
async function findSequences(
  archive: Archive,
  control: ImportControl,
): Promise<{ file: ArchiveFile; delimiter: string } | null> {
  const texts = archive.files.filter((file) => hasName(file, /\.(txt|dat|tsv)$|^[^.]+$/));
  texts.sort((a, b) => b.sizeBytes - a.sizeBytes);
  for (const file of texts) {
    const lines = await headLines(file, control);
    const delimiter = [' ', '\t'].find((candidate) => areInteractions(lines, candidate, [2]));
    if (delimiter && areSequences(lines, delimiter)) return { file, delimiter };
  }
  return null;
}

function areSequences(lines: string[], delimiter: string): boolean {
  const users = lines.map((line) => Number(line.split(delimiter)[0])).filter((user) => Number.isInteger(user));
  const ascending = users.every((user, i) => i === 0 || user >= users[i - 1]);
  return ascending && users.length >= MIN_LINES_PER_USER * new Set(users).size;
}
