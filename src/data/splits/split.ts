import type { PrepareSettings, SplitKind } from '../types';

/** The part that an interaction goes to. */
export const TRAIN = 0;
export const VALID = 1;
export const TEST = 2;

export interface Split {
  kind: SplitKind;
  needsTimestamps: boolean;
  /** whether, for each user, training comes before validation and that before test: the leak check then asks for it */
  inTimeOrder: boolean;
  /**
   * @param offsets [numUsers + 1]: user u has the interactions `offsets[u] .. offsets[u + 1]`, oldest first
   * @returns the part of each interaction
   */
  assign(offsets: Int32Array, settings: PrepareSettings): Uint8Array;
}
