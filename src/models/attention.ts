/** What a model that reads sequences looked at: types only. */

/** Attention of one sequence, in every block and head. */
export interface AttentionMaps {
  /** [n] item indices that were read, oldest first: the newest of the sequence */
  items: Int32Array;
  /** older ones that the model does not read */
  numEarlier: number;
  /** the most that it reads */
  maxLength: number;
  numBlocks: number;
  numHeads: number;
  /**
   * [numBlocks, numHeads, n, n]: what the query of a row (a film just watched) gives to the key of a column (a film up to
   * it). Each row sums to 1; to the right of the diagonal there is nothing.
   */
  weights: Float32Array;
}

/** A sequence as the model read it. */
export interface SequenceReading {
  maps: AttentionMaps;
  /**
   * Scores of all items as the next one after a film of the sequence, which goes on: r_{t,i}, as in training.
   * @param place among `maps.items`, from 0; after the last one they are the scores that lists are made of
   * @returns [numItems]
   */
  scoresAfter(place: number): Float32Array;
}
