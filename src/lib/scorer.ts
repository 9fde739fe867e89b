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
}
