/**
 * What a score is made of: contributions to the number, never causes of a taste. Each model's `explain.ts` gives one of
 * these; where `parts` are said to add up, they do (tested).
 */

/** A film of the history and its share of something. */
export interface Part {
  item: number;
  value: number;
}

/** The score is a sum over the history: EASE, ItemKNN, ALS. */
export interface HistoryWhy {
  kind: 'history';
  score: number;
  /** in the history's order; their values add up to the score */
  parts: Part[];
}

/** Markov: what followed the last film, and popularity for the rest. */
export interface TransitionWhy {
  kind: 'transition';
  score: number;
  /** the last film of the history; null without one */
  from: number | null;
  /** times that the item followed it, of all the times that anything did */
  count: number;
  total: number;
  /** below 1; count + backOff is the score */
  backOff: number;
}

/** Popularity: the score is a count. */
export interface CountWhy {
  kind: 'count';
  score: number;
  numUsers: number;
}

/** Random: the score comes from the seed. */
export interface ChanceWhy {
  kind: 'chance';
  score: number;
}

/** NeuMF: the logit is the GMF's half, the MLP's half and a bias. */
export interface HalvesWhy {
  kind: 'halves';
  score: number;
  /** null where the variant has no such half */
  gmf: number | null;
  mlp: number | null;
  bias: number;
  /** films of the history whose embeddings point the same way, by cosine, nearest first; no part of the sum */
  nearest: Part[];
}

/** A walk user - film - other user - item over the graph of who watched what. */
export interface Path {
  item: number;
  user: number;
  /** product of the three entries of the normalised adjacency */
  weight: number;
}

/** LightGCN: e_u . e_i is a sum over pairs of layers. */
export interface LayersWhy {
  kind: 'layers';
  score: number;
  /** [k][l] alpha_k alpha_l E_k[u] . E_l[i]: all of them add up to the score */
  layers: number[][];
  /** the strongest ones, heaviest first */
  paths: Path[];
  numPaths: number;
  /** of all paths: the entry (u, i) of the third power of the adjacency */
  pathWeight: number;
}

/** SASRec: how the score changes when a film is left out of the history. Effects do not add up. */
export interface LeftOutWhy {
  kind: 'leftOut';
  score: number;
  /** score with the whole history less the score without the film; the newest films, oldest first */
  parts: Part[];
  /** older films that were not left out */
  numEarlier: number;
}

export type Why = HistoryWhy | TransitionWhy | CountWhy | ChanceWhy | HalvesWhy | LayersWhy | LeftOutWhy;

/** @param contribution what a film of the history adds to the score */
export function sumOverHistory(history: Int32Array, contribution: (item: number) => number): HistoryWhy {
  const parts = Array.from(history, (item) => ({ item, value: contribution(item) }));
  return { kind: 'history', score: parts.reduce((sum, { value }) => sum + value, 0), parts };
}
