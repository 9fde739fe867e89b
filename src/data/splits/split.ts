import type { PrepareSettings, SplitKind } from '../types';

/** The part that an interaction goes to. */
export const TRAIN = 0;
export const VALID = 1;
export const TEST = 2;
/** In no part: `prepare` leaves it out and counts it. */
export const ASIDE = 3;

/** Interactions user by user, each user's oldest first (in file order without times). */
export interface SplitInput {
  /** [numUsers + 1]: user u has the places `offsets[u] .. offsets[u + 1]` */
  offsets: Int32Array;
  /** [places] the row of the table that stands there */
  rows: Int32Array;
  /** [rows of the table] seconds since 1970; null where there are none */
  timestamps: Float64Array | null;
  /** [rows of the table] 0 train, 1 test; null where the files are no split */
  givenParts: Uint8Array | null;
}

export interface Split {
  kind: SplitKind;
  needsTimestamps: boolean;
  /**
   * what is promised and then looked for by the leak check: `user`: each user's training comes before validation and
   * that before test; `everyone`: all training and validation comes before all test
   */
  timeOrder: 'none' | 'user' | 'everyone';
  /** @returns [places] the part of each interaction */
  assign(input: SplitInput, settings: PrepareSettings): Uint8Array;
}
