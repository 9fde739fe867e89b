/** How a trained or fitted model looks to those who rank, measure and recommend. */
import type { RowLists } from './csr';

/** Scores blocks of users; ranking, metrics and top-K need nothing else of a model. */
export interface Scorer {
  /** users to ask for at once */
  blockSize: number;
  /**
   * @param users user indices, at most blockSize of them
   * @param history what is known of each user of the data set when predicting
   * @returns [users.length * numItems], row by row; higher ranks first
   */
  score(users: Int32Array, history: RowLists): Promise<Float32Array>;
  /**
   * Only where lists can be made where the scores are, so that these need not be read: the same lists as from `score`.
   * @param history as in `score`
   */
  openRanking?(history: RowLists): DeviceRanking;
}

/** Lists of many users, with the parameters as they were when it was opened. */
export interface DeviceRanking {
  /** users to ask for at once */
  blockSize: number;
  /**
   * The best candidates of each user, best first: higher scores, then items that are not relevant, then lower items. A
   * score that is no number comes before all others, of a seen item too.
   * @param marks the words of `Marks` of these users
   */
  topK(users: Int32Array, marks: Int32Array, k: number): Promise<TopLists>;
  close(): void;
}

/** One list for each of some users. */
export interface TopLists {
  /** [users * k], -1 after the last candidate */
  items: Int32Array;
  /** [users * k], 0 after the last candidate */
  scores: Float32Array;
}
