/** What was planted in the sample, and a model may find. Indices are those of the table. */
export interface SyntheticTruth {
  /** the genres that tastes are about */
  genres: string[];
  /** [numUsers * genres.length] how much of a user's interest each genre has; a user's row sums to 1 */
  tastes: Float32Array;
  /** [numItems] which franchise an item belongs to, -1 for none */
  franchiseOf: Int32Array;
  /** [numItems] its part from 1; 0 outside franchises */
  partOf: Int32Array;
  /** [numItems] the next part's item, -1 where there is none: the one that most watch next */
  successorOf: Int32Array;
  franchises: { name: string; items: number[] }[];
}
