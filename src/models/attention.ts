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

/** The residual stream after the embeddings (stage 0), or after block k (stage k). [n, D] each. */
export interface SequenceStage {
  state: Float64Array;
  /** what was added to the stage before: item and position embeddings at stage 0, attention and feed-forward in a block */
  added: [Float64Array, Float64Array];
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
  /** What a film of the sequence has become, stage by stage: embedding and position, then each block. */
  stages: SequenceStage[];
  /**
   * `scoresAfter` as if the model ended after a stage: its state goes through the final norm and on to the films. Of the
   * last stage they are the scores themselves.
   * @returns [numItems]
   */
  scoresAt(stage: number, place: number): Float32Array;
}
