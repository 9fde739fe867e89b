/** What the data room passes on: interactions as read, and interactions prepared for training. */
import type { RowLists } from '@/lib/csr';

/** The file layouts that can be read; one file each in `formats/`. */
export type LayoutId =
  | 'ml-100k'
  | 'ml-1m'
  | 'ml-10m'
  /** ratings.csv, movies.csv: latest-small, latest, 20M, 25M, 32M */
  | 'ml-csv'
  /** two files of ratings, one to train on and one to test on: u1.base / u1.test, ua.base / ua.test */
  | 'train-test'
  /** the NCF authors' train.rating, test.rating, test.negative */
  | 'ncf'
  /** the SASRec authors' two columns, user and item, in time order */
  | 'sasrec'
  /** any delimited text, by a column mapping */
  | 'mapped'
  | 'synthetic';

/** One film (or any item). `titles` may be missing in a file: then title is the id. */
export interface Item {
  /** what the file calls it */
  id: string;
  title: string;
  genres: string[];
  year: number | null;
}

/** Interactions as read, one row each, in file order; ids are replaced by dense indices in order of first appearance. */
export interface InteractionTable {
  /** shown to people: "MovieLens 100K", "Sample, synthetic" */
  name: string;
  /** the file it came from, null for the sample */
  fileName: string | null;
  layout: LayoutId;
  synthetic: boolean;
  userIds: string[];
  items: Item[];
  /** [rows] index into userIds */
  users: Int32Array;
  /** [rows] index into items */
  itemIndices: Int32Array;
  /** [rows] */
  ratings: Float32Array;
  /** [rows] seconds since 1970, null where the file has none */
  timestamps: Float64Array | null;
  /** which files were read as what: shown on the Recognised-as card */
  sources: SourceFile[];
  /** duplicate (user, item) pairs found in the rows */
  numDuplicates: number;
  /** rating values and how often each appears, ascending */
  ratingHistogram: { rating: number; count: number }[];
  /** who the users are, beside `userIds`; null where no file says so */
  userAttributes: UserAttributes | null;
  /** [rows] 0 train, 1 test, where the files themselves are a split; null otherwise */
  givenParts: Uint8Array | null;
  /** for each user, items to rank the test item against (the NCF authors' `test.negative`); null otherwise */
  givenNegatives: RowLists | null;
  /** rows that were left out because they could not be read; null when there were none */
  skipped: SkippedRows | null;
}

/** What a users file says, one value a user; an empty string where it is not known. */
export interface UserAttributes {
  /** 'F', 'M' */
  gender: string[] | null;
  /** as the file has it: '24', or the lower end of a range such as '25' */
  age: string[] | null;
  occupation: string[] | null;
}

/** Rows left out of an import, in words for the card. */
export interface SkippedRows {
  rowsRead: number;
  rowsSkipped: number;
}

export interface SourceFile {
  path: string;
  role: 'ratings' | 'items' | 'users' | 'ignored';
  /** for example `tab`, `::`, `|` */
  delimiter: string | null;
  encoding: string | null;
  columns: string[];
  sizeBytes: number;
  /** what had to be done to read it */
  notes?: SourceNote[];
}

/** What a person should know about how a file was read; texts under `data:recognised.note.<note>`. */
export type SourceNote =
  /** a byte order mark was skipped */
  | 'byte-order-mark'
  /** divided by 1000, or parsed from dates */
  | 'times-in-milliseconds'
  | 'times-as-dates'
  | 'times-before-1970'
  /** every row counts as an interaction of rating 1 */
  | 'no-ratings'
  /** file order is taken for time order */
  | 'order-as-time'
  | 'ids-as-text';

export const SPLIT_KINDS = ['temporal-user', 'leave-one-out', 'random', 'random-user', 'global-time', 'given'] as const;
/**
 * `random` over all interactions; `random-user` within each user; `temporal-user` the latest of each user;
 * `leave-one-out` the last for test and the one before for validation; `global-time` everything from one moment on;
 * `given` as the files have it.
 */
export type SplitKind = (typeof SPLIT_KINDS)[number];

export const DUPLICATES_POLICIES = ['last', 'first', 'highest'] as const;
/** Which of several interactions of the same user with the same item counts. */
export type DuplicatesPolicy = (typeof DUPLICATES_POLICIES)[number];

/** How a table becomes train, validation and test. The whole of it is part of the protocol. */
export interface PrepareSettings {
  /** keep interactions with rating >= this; 0 keeps all */
  minRating: number;
  /** of repeated (user, item) pairs this one is kept, before the filters */
  duplicates: DuplicatesPolicy;
  /** keep users with at least this many interactions after the rating filter */
  minPerUser: number;
  /** keep items with at least this many interactions after the rating filter */
  minPerItem: number;
  /** repeat both until nothing changes (k-core); else both count once, on what the rating filter left */
  iterative: boolean;
  split: SplitKind;
  /** share of interactions in test, 0..1 (not for leave-one-out and given) */
  testShare: number;
  /** for global-time: test is what happened at or after this moment, seconds since 1970; null takes it from testShare */
  cutTime: number | null;
  /** share of the rest that becomes validation, by the same rule */
  validationShare: number;
  seed: number;
}

export const DEFAULT_PREPARE: PrepareSettings = {
  minRating: 0,
  duplicates: 'last',
  minPerUser: 5,
  minPerItem: 1,
  iterative: true,
  split: 'temporal-user',
  testShare: 0.2,
  cutTime: null,
  validationShare: 0.1,
  seed: 42,
};

/** Each user's items of one part, in time order where there are timestamps (file order breaks ties). */
export interface PreparedDataset {
  summary: DatasetSummary;
  userIds: string[];
  items: Item[];
  train: RowLists;
  valid: RowLists;
  test: RowLists;
  /** seconds since 1970 beside `train.items` etc.; null without timestamps */
  times: { train: Float64Array; valid: Float64Array; test: Float64Array } | null;
  /** ratings beside `train.items` etc. */
  ratings: { train: Float32Array; valid: Float32Array; test: Float32Array };
  /** [numItems] training interactions per item */
  popularity: Int32Array;
  /** beside `userIds`; null where not known */
  userAttributes: UserAttributes | null;
  /** for each user, items to rank the test item against, as the files give them; null otherwise */
  givenNegatives: RowLists | null;
}

/** Plain numbers about a prepared data set: small enough to post to the page. */
export interface DatasetSummary {
  /** identifies table + settings: `fingerprint/protocolHash` */
  key: string;
  name: string;
  fileName: string | null;
  layout: LayoutId;
  synthetic: boolean;
  hasTimestamps: boolean;
  /** what came before what is known of each user: by times, or because the file is in that order */
  hasOrder: boolean;
  /** hash of ids and interactions as read */
  fingerprint: string;
  settings: PrepareSettings;
  /** validation has become part of train, for the last fit before test is read (`data/refit.ts`) */
  refit: boolean;
  /** before filtering */
  before: Counts;
  /** after filtering */
  after: Counts;
  parts: { train: PartCounts; valid: PartCounts; test: PartCounts };
  /** what the split left out of all three: the interactions of users who only appear after training; none in `after` */
  setAside: PartCounts;
  /** passes over users and items until the filters took nothing more; 1 if they count once, 0 if they took nothing */
  filterRounds: number;
  sources: SourceFile[];
  ratingHistogram: { rating: number; count: number }[];
  numDuplicates: number;
  skipped: SkippedRows | null;
  /** what else the table has: decides which splits and slices there are */
  has: { ratings: boolean; genres: boolean; userAttributes: boolean; givenParts: boolean; givenNegatives: boolean };
  /** users as read, by gender, age and occupation; null where no file says who they are */
  userGroups: UserGroups | null;
  /** the splits that these data allow */
  splits: SplitKind[];
  /** training interactions per user, over the users who have any; `under5`: how many of them have fewer than five */
  histories: { lowerQuartile: number; median: number; upperQuartile: number; under5: number };
  /** of all rows as read, seconds since 1970 */
  timeRange: { from: number; to: number } | null;
  /** what the filters left, set aside or not, over time; null without timestamps */
  timeline: Timeline | null;
  /** where `global-time` cuts, seconds since 1970; null for the other splits, and a cut is null if nothing lies behind it */
  timeCuts: { validation: number | null; test: number | null } | null;
  /** training interactions of items by popularity rank, thinned to at most 100 points */
  longTail: { rank: number; count: number }[];
  leakCheck: LeakCheck;
}

export interface UserGroups {
  gender: GroupCount[] | null;
  age: GroupCount[] | null;
  occupation: GroupCount[] | null;
}
/** Users of one group; an empty value is "not known". */
export interface GroupCount {
  value: string;
  count: number;
}

export interface Counts {
  users: number;
  items: number;
  interactions: number;
}

export interface PartCounts {
  interactions: number;
  users: number;
}

/** Interactions over time: bar i counts those in `from + i * barSeconds` up to the next bar. */
export interface Timeline {
  /** seconds since 1970, a multiple of `barSeconds` */
  from: number;
  barSeconds: number;
  counts: number[];
}

/**
 * Result of looking for leaks after a split; all zero is a pass. Equal times are no leak. The comparisons within a user
 * are null when the split does not promise them or there are no times.
 */
export interface LeakCheck {
  /** (user, item) pairs that are in more than one part */
  pairsInTwoParts: number;
  /** validation interactions older than a training interaction of the same user */
  validOlderThanTrain: number | null;
  /** test interactions older than a training interaction of the same user */
  testOlderThanTrain: number | null;
  /** test interactions older than a validation interaction of the same user */
  testOlderThanValid: number | null;
  /**
   * test interactions older than a training or validation interaction of anyone: zero is promised by `global-time` only,
   * in the others it says how much the clocks of users overlap; null without times
   */
  testOlderThanAnyone: number | null;
}
