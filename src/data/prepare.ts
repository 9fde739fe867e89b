/** From interactions as read to what models train on: one of each pair, filters, dense indices, time order, split. */
import { type RowLists, rowListsFromPairs, rowOf } from '@/lib/csr';
import { PlaygroundError } from '@/lib/errors';
import { hashString, hex } from '@/lib/hash';
import { atOnce, type Pieces } from '@/lib/pieces';
import { countPart } from './countPart';
import { applyFilters } from './filters';
import { fingerprintOf } from './fingerprint';
import { historiesOf } from './histories';
import { checkLeaks } from './leakCheck';
import { longTail } from './longTail';
import { pickOneOfEachPair } from './oneOfEachPair';
import { isInOrder, possibleSplits, SPLITS } from './splits';
import { cutsOf } from './splits/globalTimeSplit';
import { ASIDE, TEST, TRAIN, VALID } from './splits/split';
import { timelineOf } from './timeline';
import {
  type DatasetSummary,
  DUPLICATES_POLICIES,
  type InteractionTable,
  type PartCounts,
  type PreparedDataset,
  type PrepareSettings,
  type UserAttributes,
} from './types';
import { userGroupsOf } from './userGroups';

/** Rows that are sorted in one piece: a few hundredths of a second. */
const ROWS_PER_PIECE = 1 << 17;

/**
 * In this order: of repeated (user, item) pairs one is kept; the rating filter; the counts per user and item; each user's
 * interactions are sorted by time (file order breaks ties, and is the order where there are no times); the split; what
 * it sets aside is left out; users and items without interactions are dropped and the rest numbered again in their order
 * in the table. Items that only occur in validation or test stay in the catalogue.
 * @throws PlaygroundError 'invalid-config'; 'needs-timestamps'; 'too-few-interactions' if nothing is left to train on
 */
export function prepare(table: InteractionTable, settings: PrepareSettings): PreparedDataset {
  return atOnce(prepareInPieces(table, settings));
}

/** `prepare` in pieces. */
export function* prepareInPieces(table: InteractionTable, settings: PrepareSettings): Pieces<PreparedDataset> {
  checkSettings(table, settings);
  const split = SPLITS[settings.split];
  if (split.needsTimestamps && !table.timestamps) {
    throw new PlaygroundError('needs-timestamps', `the split ${settings.split} needs times, ${table.name} has none`, {
      split: settings.split,
    });
  }

  const { timestamps, givenParts } = table;
  const onlyOnce = yield* pickOneOfEachPair(table, settings.duplicates);
  yield;
  const { rows, rounds } = applyFilters(table, onlyOnce, settings);
  yield;
  const all = yield* userSequences(table, rows);
  const assigned = split.assign({ offsets: all.offsets, rows: all.items, timestamps, givenParts }, settings);
  yield;
  const { sequences, parts, setAside } = withoutAside(all, assigned);
  const users = numberAgain(table.userIds.length, table.users, sequences.items);
  const items = numberAgain(table.items.length, table.itemIndices, sequences.items);
  yield;

  const ofKept = withoutEmptyRows(sequences, users.kept);
  const pick = (part: number) => pickPart(table, ofKept, parts, part, items.newIndex);
  const train = pick(TRAIN);
  yield;
  const valid = pick(VALID);
  const test = pick(TEST);
  if (train.lists.items.length === 0) throw tooFew(rows.length, countPart(all).users, settings);

  const times =
    train.times && valid.times && test.times ? { train: train.times, valid: valid.times, test: test.times } : null;
  const popularity = new Int32Array(items.kept.length);
  for (const item of train.lists.items) popularity[item]++;
  const lists = { train: train.lists, valid: valid.lists, test: test.lists };
  yield;
  const leakCheck = checkLeaks({ ...lists, times }, items.kept.length, split.timeOrder !== 'none');
  yield;
  // looked up from here on
  const fingerprint = fingerprintOf(table);
  yield;
  const key = keyOf(table, settings);
  const timeline = timestamps && timelineOf(timestamps, rows);
  yield;

  return {
    summary: {
      key,
      name: table.name,
      fileName: table.fileName,
      layout: table.layout,
      synthetic: table.synthetic,
      hasTimestamps: table.timestamps !== null,
      hasOrder: isInOrder(table),
      fingerprint,
      settings: { ...settings },
      refit: false,
      before: { users: table.userIds.length, items: table.items.length, interactions: table.users.length },
      after: { users: users.kept.length, items: items.kept.length, interactions: sequences.items.length },
      parts: { train: countPart(lists.train), valid: countPart(lists.valid), test: countPart(lists.test) },
      setAside,
      filterRounds: rounds,
      sources: table.sources,
      ratingHistogram: table.ratingHistogram,
      numDuplicates: table.numDuplicates,
      skipped: table.skipped,
      has: {
        ratings: table.ratingHistogram.length > 1,
        genres: table.items.some(({ genres }) => genres.length > 0),
        userAttributes: table.userAttributes !== null,
        givenParts: table.givenParts !== null,
        givenNegatives: table.givenNegatives !== null,
      },
      userGroups: userGroupsOf(table.userAttributes),
      splits: possibleSplits(table),
      histories: historiesOf(train.lists),
      timeRange: timeRange(table.timestamps),
      timeline,
      timeCuts: settings.split === 'global-time' ? timeCuts(all.items, timestamps, settings) : null,
      longTail: longTail(popularity),
      leakCheck,
    },
    userIds: Array.from(users.kept, (user) => table.userIds[user]),
    items: Array.from(items.kept, (item) => table.items[item]),
    ...lists,
    times,
    ratings: { train: train.ratings, valid: valid.ratings, test: test.ratings },
    popularity,
    userAttributes: attributesOf(table.userAttributes, users.kept),
    givenNegatives: negativesOf(table.givenNegatives, users.kept, items.newIndex),
  };
}

/**
 * `fingerprint/protocolHash`. Titles are no part of the fingerprint, but the page keeps titles by key, so they are part
 * of the second half.
 */
function keyOf(table: InteractionTable, settings: PrepareSettings): string {
  const { minRating, duplicates, minPerUser, minPerItem, iterative, split, testShare, cutTime, validationShare, seed } =
    settings;
  const protocol = [
    minRating,
    duplicates,
    minPerUser,
    minPerItem,
    iterative,
    split,
    testShare,
    cutTime,
    validationShare,
    seed,
  ].join('|');
  const titles = table.items.map((item) => item.title).join('\n');
  return `${fingerprintOf(table)}/${hex(hashString(`${protocol}\n${titles}`))}`;
}

/** @throws PlaygroundError 'invalid-config' */
function checkSettings(table: InteractionTable, settings: PrepareSettings): void {
  const share = (value: number) => value >= 0 && value < 1;
  const valid =
    settings.split in SPLITS &&
    (settings.split !== 'given' || table.givenParts !== null) &&
    DUPLICATES_POLICIES.includes(settings.duplicates) &&
    Number.isFinite(settings.minRating) &&
    Number.isInteger(settings.minPerUser) &&
    Number.isInteger(settings.minPerItem) &&
    typeof settings.iterative === 'boolean' &&
    Number.isInteger(settings.seed) &&
    (settings.cutTime === null || Number.isFinite(settings.cutTime)) &&
    share(settings.testShare) &&
    share(settings.validationShare);
  if (!valid) {
    throw new PlaygroundError('invalid-config', `cannot prepare data with ${JSON.stringify(settings)}`, {
      settings: JSON.stringify(settings),
    });
  }
}

function tooFew(interactions: number, users: number, settings: PrepareSettings): PlaygroundError {
  const { minRating, minPerUser, minPerItem } = settings;
  return new PlaygroundError(
    'too-few-interactions',
    `${interactions} interactions of ${users} users are left after the filters: nothing to train on`,
    { interactions, users, minRating, minPerUser, minPerItem },
  );
}

/** What is left of users or items, and their new numbers. */
interface Renumbering {
  /** [before] new index, -1 where dropped */
  newIndex: Int32Array;
  /** [after] old index, ascending */
  kept: Int32Array;
}

/** Keeps those of `count` indices that occur in the rows. */
function numberAgain(count: number, indices: Int32Array, rows: Int32Array): Renumbering {
  const newIndex = new Int32Array(count).fill(-1);
  for (let i = 0; i < rows.length; i++) newIndex[indices[rows[i]]] = 0;
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    if (newIndex[i] < 0) continue;
    newIndex[i] = kept.length;
    kept.push(i);
  }
  return { newIndex, kept: Int32Array.from(kept) };
}

/** Row numbers of each user of the table, oldest first. */
function* userSequences(table: InteractionTable, rows: Int32Array): Pieces<RowLists> {
  const numUsers = table.userIds.length;
  const numbers = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) numbers[i] = table.users[rows[i]];
  const sequences = rowListsFromPairs(numUsers, numbers, rows);
  yield;
  if (table.timestamps) {
    let sorted = 0;
    for (let user = 0; user < numUsers; user++) {
      const own = rowOf(sequences, user);
      sortByTime(own, table.timestamps);
      sorted += own.length;
      if (sorted < ROWS_PER_PIECE) continue;
      sorted = 0;
      yield;
    }
  }
  return sequences;
}

/** Sorts ascending row numbers by time, in place; rows of equal times stay in file order. */
function sortByTime(rows: Int32Array, timestamps: Float64Array): void {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let sorted = true;
  let whole = true;
  for (let i = 0; i < rows.length; i++) {
    const time = timestamps[rows[i]];
    if (time < to) sorted = false;
    if (!Number.isInteger(time)) whole = false;
    if (time < from) from = time;
    if (time > to) to = time;
  }
  if (sorted) return;
  if (!whole || (to - from + 1) * rows.length > Number.MAX_SAFE_INTEGER) {
    rows.sort((a, b) => timestamps[a] - timestamps[b] || a - b);
    return;
  }
  // Time and place in one number: sorting numbers takes a fifth of the time of sorting with a function.
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = (timestamps[rows[i]] - from) * rows.length + i;
  keys.sort();
  const inFileOrder = rows.slice();
  for (let i = 0; i < rows.length; i++) rows[i] = inFileOrder[keys[i] % rows.length];
}

/** The sequences without what the split set aside, and how much that was. */
function withoutAside(
  all: RowLists,
  assigned: Uint8Array,
): { sequences: RowLists; parts: Uint8Array; setAside: PartCounts } {
  if (!assigned.includes(ASIDE)) {
    return { sequences: all, parts: assigned, setAside: { interactions: 0, users: 0 } };
  }
  const offsets = new Int32Array(all.offsets.length);
  const items = new Int32Array(all.items.length);
  const parts = new Uint8Array(all.items.length);
  let size = 0;
  let usersAside = 0;
  for (let user = 0; user + 1 < offsets.length; user++) {
    const sizeBefore = size;
    for (let k = all.offsets[user]; k < all.offsets[user + 1]; k++) {
      if (assigned[k] === ASIDE) continue;
      items[size] = all.items[k];
      parts[size++] = assigned[k];
    }
    offsets[user + 1] = size;
    if (size - sizeBefore < all.offsets[user + 1] - all.offsets[user]) usersAside++;
  }
  return {
    sequences: { offsets, items: items.slice(0, size) },
    parts: parts.slice(0, size),
    setAside: { interactions: all.items.length - size, users: usersAside },
  };
}

/** @param kept the rows that hold something, ascending */
function withoutEmptyRows({ offsets, items }: RowLists, kept: Int32Array): RowLists {
  const packed = new Int32Array(kept.length + 1);
  for (let i = 0; i < kept.length; i++) packed[i + 1] = offsets[kept[i] + 1];
  return { offsets: packed, items };
}

/** One part of every user's sequence, with its ratings and times beside it. */
function pickPart(
  table: InteractionTable,
  sequences: RowLists,
  parts: Uint8Array,
  part: number,
  newItem: Int32Array,
): { lists: RowLists; ratings: Float32Array; times: Float64Array | null } {
  let size = 0;
  for (let k = 0; k < parts.length; k++) if (parts[k] === part) size++;
  const offsets = new Int32Array(sequences.offsets.length);
  const items = new Int32Array(size);
  const ratings = new Float32Array(size);
  const times = table.timestamps ? new Float64Array(size) : null;
  let end = 0;
  for (let user = 0; user + 1 < offsets.length; user++) {
    for (let k = sequences.offsets[user]; k < sequences.offsets[user + 1]; k++) {
      if (parts[k] !== part) continue;
      const row = sequences.items[k];
      items[end] = newItem[table.itemIndices[row]];
      ratings[end] = table.ratings[row];
      if (times && table.timestamps) times[end] = table.timestamps[row];
      end++;
    }
    offsets[user + 1] = end;
  }
  return { lists: { offsets, items }, ratings, times };
}

/** Of all rows as read. */
function timeRange(timestamps: Float64Array | null): { from: number; to: number } | null {
  if (!timestamps || timestamps.length === 0) return null;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const time of timestamps) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return { from, to };
}

function timeCuts(
  rows: Int32Array,
  timestamps: Float64Array | null,
  settings: PrepareSettings,
): DatasetSummary['timeCuts'] {
  const { validation, test } = cutsOf({ rows, timestamps }, settings);
  return {
    validation: validation < test ? validation : null,
    test: Number.isFinite(test) ? test : null,
  };
}

function attributesOf(all: UserAttributes | null, kept: Int32Array): UserAttributes | null {
  if (!all) return null;
  const of = (values: string[] | null) => values && Array.from(kept, (user) => values[user]);
  return { gender: of(all.gender), age: of(all.age), occupation: of(all.occupation) };
}

/** The kept users' negatives under their new numbers; those that are in the catalogue no more are left out. */
function negativesOf(all: RowLists | null, kept: Int32Array, newItem: Int32Array): RowLists | null {
  if (!all) return null;
  const offsets = new Int32Array(kept.length + 1);
  const items = new Int32Array(all.items.length);
  let size = 0;
  for (let i = 0; i < kept.length; i++) {
    for (const item of rowOf(all, kept[i])) if (newItem[item] >= 0) items[size++] = newItem[item];
    offsets[i + 1] = size;
  }
  return { offsets, items: items.slice(0, size) };
}
