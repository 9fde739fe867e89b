/** What the data room passes on: interactions as read, and interactions prepared for training. */
import type { RowLists } from '@/lib/csr';

/** The file layouts that can be read; one file each in `formats/`. */
export type LayoutId = 'ml-100k' | 'ml-1m' | 'synthetic';

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
}

export interface SourceFile {
  path: string;
  role: 'ratings' | 'items' | 'users' | 'ignored';
  /** for example `tab`, `::`, `|` */
  delimiter: string | null;
  encoding: string | null;
  columns: string[];
  sizeBytes: number;
}

export type SplitKind = 'random' | 'temporal-user' | 'leave-one-out';

/** How a table becomes train, validation and test. The whole of it is part of the protocol. */
export interface PrepareSettings {
  /** keep interactions with rating >= this; 0 keeps all */
  minRating: number;
  /** keep users with at least this many interactions after the rating filter */
  minPerUser: number;
  split: SplitKind;
  /** share of interactions in test, 0..1 (not for leave-one-out) */
  testShare: number;
  /** share of the rest that becomes validation, by the same rule */
  validationShare: number;
  seed: number;
}

export const DEFAULT_PREPARE: PrepareSettings = {
  minRating: 0,
  minPerUser: 5,
  split: 'temporal-user',
  testShare: 0.2,
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
  /** hash of ids and interactions as read */
  fingerprint: string;
  settings: PrepareSettings;
  /** before filtering */
  before: Counts;
  /** after filtering */
  after: Counts;
  parts: { train: PartCounts; valid: PartCounts; test: PartCounts };
  sources: SourceFile[];
  ratingHistogram: { rating: number; count: number }[];
  numDuplicates: number;
  /** seconds since 1970 */
  timeRange: { from: number; to: number } | null;
  /** training interactions of items by popularity rank, thinned to at most 100 points */
  longTail: { rank: number; count: number }[];
  leakCheck: LeakCheck;
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

/** Result of looking for leaks after a split; all zero is a pass. */
export interface LeakCheck {
  /** (user, item) pairs that are in more than one part */
  pairsInTwoParts: number;
  /** test interactions older than a training interaction of the same user (null when the split is not by time) */
  testOlderThanTrain: number | null;
}
