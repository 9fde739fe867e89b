/** What the MovieLens layouts with a ratings, a films and a users file share: find them, read them, join them. */
import type { ImportControl } from '../importControl';
import { numDuplicatePairs } from '../lastOfEachPair';
import { ratingHistogram } from '../ratingHistogram';
import type { InteractionTable, Item, LayoutId, SourceFile } from '../types';
import { decodeText } from './decodeText';
import { baseName, findFile } from './findFile';
import type { Archive, ArchiveFile, Layout } from './layout';
import { looksLikeRatings, parseRatings, RATING_COLUMNS } from './parseRatings';
import { type ParseItem, readItems } from './readItems';

/** Names (lower case) and columns of a layout's files. */
export interface TableFiles {
  layout: LayoutId;
  /** what the published data set is called; used only if the rows are as many as published */
  publishedName: string;
  publishedRows: number;
  /** of the ratings */
  delimiter: string;
  ratings: string;
  items: string;
  itemColumns: string[];
  itemDelimiter: string;
  users: string;
  userColumns: string[];
  /** another file that describes items */
  alsoItems?: { name: string; columns: string[] };
}

/** A layout that is recognised by the name and the first row of its ratings. */
export function tableLayout(files: TableFiles, read: Layout['read']): Layout {
  return {
    id: files.layout,
    async detect(archive, control) {
      const ratings = findFile(archive, files.ratings);
      if (!ratings) return 'no';
      return looksLikeRatings(await ratings.head(512, control), files.delimiter) ? 'yes' : 'by-name';
    },
    read,
  };
}

/**
 * Reads ratings and films. A film that has no row in the films file, or no file at all, is called by its id.
 * @param itemParser asked for only if there is a films file
 */
export async function readTable(
  files: TableFiles,
  archive: Archive,
  control: ImportControl,
  itemParser: () => Promise<ParseItem>,
): Promise<InteractionTable> {
  const ratingsFile = findFile(archive, files.ratings);
  if (!ratingsFile) throw new Error(`${files.ratings} was there when the layout was recognised`);
  const bytes = await ratingsFile.bytes(control, (fraction) =>
    control.onProgress?.({ stage: 'opening', rows: 0, fraction }),
  );
  const rows = await parseRatings({ file: ratingsFile.path, bytes, delimiter: files.delimiter }, control);

  const itemsFile = findFile(archive, files.items);
  let described = new Map<string, Item>();
  let encoding: string | null = null;
  if (itemsFile) {
    const decoded = decodeText(await itemsFile.bytes(control));
    encoding = decoded.encoding;
    described = readItems(itemsFile.path, decoded.text, await itemParser());
  }

  const { itemIds, ...interactions } = rows;
  const numRows = rows.users.length;
  return {
    name: numRows === files.publishedRows ? files.publishedName : archive.fileName.replace(/\.zip$/i, ''),
    fileName: archive.fileName,
    layout: files.layout,
    synthetic: false,
    ...interactions,
    items: itemIds.map((id) => described.get(id) ?? { id, title: id, genres: [], year: null }),
    sources: archive.files.map((file) => sourceOf(file, files, ratingsFile, itemsFile, encoding, rows.timestamps)),
    numDuplicates: numDuplicatePairs(rows.users, rows.itemIndices, rows.userIds.length, itemIds.length),
    ratingHistogram: ratingHistogram(rows.ratings),
    userAttributes: null,
    givenParts: null,
    givenNegatives: null,
    skipped: null,
  };
}

function sourceOf(
  file: ArchiveFile,
  files: TableFiles,
  ratingsFile: ArchiveFile,
  itemsFile: ArchiveFile | null,
  itemsEncoding: string | null,
  timestamps: Float64Array | null,
): SourceFile {
  const { path, sizeBytes } = file;
  if (file === ratingsFile) {
    const columns = RATING_COLUMNS.slice(0, timestamps ? 4 : 3);
    const delimiter = files.delimiter === '\t' ? 'tab' : files.delimiter;
    return { path, role: 'ratings', delimiter, encoding: 'ASCII', columns, sizeBytes };
  }
  if (file === itemsFile) {
    const { itemDelimiter: delimiter, itemColumns: columns } = files;
    return { path, role: 'items', delimiter, encoding: itemsEncoding, columns, sizeBytes };
  }
  const name = baseName(path).toLowerCase();
  if (itemsFile && name === files.alsoItems?.name) {
    const { columns } = files.alsoItems;
    return { path, role: 'items', delimiter: files.itemDelimiter, encoding: null, columns, sizeBytes };
  }
  // Who the users are is not used yet, so the file is only named: nothing of it is inflated.
  if (name === files.users) {
    const { itemDelimiter: delimiter, userColumns: columns } = files;
    return { path, role: 'users', delimiter, encoding: null, columns, sizeBytes };
  }
  return { path, role: 'ignored', delimiter: null, encoding: null, columns: [], sizeBytes };
}
