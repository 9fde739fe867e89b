/** What every layout does when its rows are read: names for items, attributes of users, counts. */
import { breathing, type ImportControl, Pace } from '../importControl';
import { countDuplicatePairs } from '../oneOfEachPair';
import { ratingHistogram } from '../ratingHistogram';
import type { InteractionTable, Item, UserAttributes } from '../types';
import type { RatingRows } from './interactionRows';
import type { Archive } from './layout';

/** A user of a users file; what the file does not say is an empty string. */
export interface User {
  id: string;
  gender: string;
  age: string;
  occupation: string;
}

export interface TableParts extends Pick<InteractionTable, 'layout' | 'sources'> {
  /** of published data sets, by their number of rows */
  published?: Readonly<Record<number, string>>;
  rows: RatingRows;
  items?: Iterable<Item>;
  users?: Iterable<User>;
  givenParts?: Uint8Array;
  givenNegatives?: InteractionTable['givenNegatives'];
}

/** An item that nothing describes is called by its id. @throws PlaygroundError 'cancelled' */
export async function finishTable(
  archive: Archive,
  parts: TableParts,
  control: ImportControl,
): Promise<InteractionTable> {
  const pace = new Pace(control);
  const { itemIds, ...interactions } = parts.rows;
  const { users, itemIndices, ratings, userIds } = interactions;
  const described = new Map<string, Item>();
  for (const item of parts.items ?? []) described.set(item.id, item);
  await pace.step();
  const counting = countDuplicatePairs(users, itemIndices, userIds.length, itemIds.length);
  const numDuplicates = await breathing(counting, control);
  await pace.step();
  const histogram = ratingHistogram(ratings);
  await pace.step();
  return {
    name: parts.published?.[users.length] ?? nameOf(archive.fileName),
    fileName: archive.fileName,
    layout: parts.layout,
    synthetic: false,
    ...interactions,
    items: itemIds.map((id) => described.get(id) ?? { id, title: id, genres: [], year: null }),
    sources: parts.sources,
    numDuplicates,
    ratingHistogram: histogram,
    userAttributes: parts.users ? attributesOf(userIds, parts.users) : null,
    givenParts: parts.givenParts ?? null,
    givenNegatives: parts.givenNegatives ?? null,
    skipped: null,
  };
}

/** `ratings` of `ratings.csv.gz`. */
function nameOf(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/(.)\.(zip|csv|tsv|txt|dat|data|base|rating|inter)$/i, '$1');
}

/** Beside the ids; null where no user of the data is in the file. */
function attributesOf(userIds: string[], users: Iterable<User>): UserAttributes | null {
  const known = new Map<string, User>();
  for (const user of users) known.set(user.id, user);
  if (!userIds.some((id) => known.has(id))) return null;
  const column = (pick: (user: User) => string) => {
    const values = userIds.map((id) => {
      const user = known.get(id);
      return user ? pick(user) : '';
    });
    return values.some((value) => value !== '') ? values : null;
  };
  return {
    gender: column((user) => user.gender),
    age: column((user) => user.age),
    occupation: column((user) => user.occupation),
  };
}
