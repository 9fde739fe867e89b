/** What was planted in the sample, and a model may find. */
import type { RowLists } from '@/lib/csr';

/** Indices are those of the table. */
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
  /** [numItems] indices into genres, the first is what a film is mostly */
  genresOf: number[][];
  /** [numItems] how likely it is picked among films of its genre, unnormalised: Zipf, and less for later parts */
  appeal: Float64Array;
  /** [numItems] seconds since 1970: nobody watches it before */
  released: Float64Array;
}

/** The truth in the indices of a prepared data set, with each user's lists by the planted probabilities and by chance. */
export interface SampleTruth
  extends Pick<SyntheticTruth, 'genres' | 'tastes' | 'genresOf' | 'franchiseOf' | 'successorOf' | 'appeal'> {
  /** what is known of each user, training and validation, oldest first */
  known: RowLists;
  /** [numUsers * listLength] unseen films, the likeliest to be watched next first */
  oracle: Int32Array;
  /** [numUsers * listLength] unseen films at random */
  chance: Int32Array;
  listLength: number;
}
