/** What is kept of a run's past: lists, ranks and the map as they were at the ends of its epochs. */

/** How long a list is kept. */
export const LIST_LENGTH = 10;

export interface WatchedUser {
  userIndex: number;
  /** validation items whose ranks are kept, in time order: the first few of a long part */
  heldOut: number[];
  /** validation items there are */
  numHeldOut: number;
  /** a person looked at this user; all others are a fixed sample that is spread over how active users are */
  chosen: boolean;
}

/**
 * One state of a run. Lists and ranks as on validation: the candidates are all items that the user has not seen in
 * training, and test is never looked at.
 */
export interface EpochSnapshot {
  /** epochs done; 0 is before the first step */
  epoch: number;
  /** users watched by then: the first ones of `RunSnapshots.users` */
  numUsers: number;
  /** [numUsers * LIST_LENGTH] items, best first; -1 after the last candidate */
  lists: Int32Array;
  /** [numUsers * LIST_LENGTH] */
  scores: Float32Array;
  /** [held-out items of these users, one user after the other] place from 1 among the candidates */
  ranks: Int32Array;
  /** [points * 2] principal components of the item vectors, laid over the snapshot before; null where there are none */
  positions: Float32Array | null;
  /** share of the variance that each of the two axes shows, 0..1 */
  explained: [number, number] | null;
}

/** Plain data, a megabyte or so at most: crosses threads and is stored with its run. */
export interface RunSnapshots {
  version: 1;
  users: WatchedUser[];
  /** the items on the map, ascending */
  points: Int32Array;
  /** ascending; the first, the best and the last are always there, the others thin out with the epochs */
  epochs: EpochSnapshot[];
  /** what taking them cost */
  spentMs: number;
}
