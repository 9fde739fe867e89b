/** Maps of embeddings: what goes in, what comes out. Types and plain values only: the page may import this file. */

/** Vectors, one a row. */
export interface Vectors {
  rows: number;
  dimensions: number;
  /** [rows * dimensions] */
  data: Float32Array;
}

/** Maps that take many steps to draw; PCA is there at once. */
export const LAYOUT_IDS = ['tsne', 'umap'] as const;
export type LayoutId = (typeof LAYOUT_IDS)[number];
export type ProjectionMethod = 'pca' | LayoutId;

export interface LayoutSettings {
  seed: number;
  /** t-SNE: roughly how many neighbours a point has; at most a third of the points */
  perplexity: number;
  /** UMAP: how many neighbours a point is tied to */
  neighbours: number;
}

export const DEFAULT_LAYOUT: LayoutSettings = { seed: 42, perplexity: 30, neighbours: 15 };

/** The k nearest rows of each row, nearest first. */
export interface NeighbourGraph {
  k: number;
  /** [rows * k] */
  indices: Int32Array;
  /** [rows * k] distance of the rows scaled to length 1: sqrt(2 - 2 cos) */
  distances: Float32Array;
}

/** A map that is being drawn. Deterministic: the same vectors and settings give the same map. */
export interface Layout {
  numSteps: number;
  /** steps done */
  step: number;
  /** [rows * 2], changed in place by `advance` */
  positions: Float64Array;
  advance(): void;
  /** what is being made smaller (t-SNE: Kullback-Leibler divergence in nats); null where it is not known */
  loss(): number | null;
}

/**
 * @param graph neighbours in the original space, at least `numNeighbours` of each
 * @param start [rows * 2] where the points begin: PCA
 */
export type MakeLayout = (graph: NeighbourGraph, start: Float32Array, settings: LayoutSettings) => Layout;

export interface LayoutMethod {
  make: MakeLayout;
  /** how many neighbours of each row it needs */
  numNeighbours(rows: number, settings: LayoutSettings): number;
}

/** One row beside another, in the original space. */
export interface Neighbour {
  row: number;
  /** cosine of the two vectors */
  similarity: number;
}

export interface PrincipalComponents {
  /** [rows * 2] */
  positions: Float32Array;
  /** share of the variance that each of the two axes shows, 0..1 */
  explained: [number, number];
}

/** How true a map is to the original space. */
export interface MapQuality {
  /** neighbours looked at for each point */
  k: number;
  /** share of each point's k nearest in the original space that are among its k nearest on the map, mean over points */
  kept: number;
}
