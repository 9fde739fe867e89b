/** What the page asks of the projection worker: maps of embeddings. Types only. */
import type { LayoutId, LayoutSettings, MapQuality, Neighbour, PrincipalComponents, Vectors } from '@/projection/types';
import type { Outcome } from './protocol';

export interface LayoutRequest {
  /** names the work for `cancel` */
  jobId: string;
  /** under which the vectors are kept */
  key: string;
  method: LayoutId;
  settings: LayoutSettings;
}

export interface LayoutProgress {
  /** looking for neighbours comes before the first step */
  stage: 'neighbours' | 'steps';
  /** 0..1 of the stage */
  fraction: number;
  step: number;
  numSteps: number;
  /** t-SNE: Kullback-Leibler divergence in nats; null where it is not known */
  loss: number | null;
  /** [rows shown * 2]; null before the first step */
  positions: Float32Array | null;
}

export interface LayoutResult {
  /** [rows shown * 2] */
  positions: Float32Array;
  numSteps: number;
  loss: number | null;
  elapsedMs: number;
}

export interface ProjectionService {
  /**
   * Keeps vectors for the questions below: the last few, so that whoever comes back keeps them again.
   * @param popularity [rows] which rows come first where not all can be shown; null draws them
   * @returns the rows that are shown, ascending: all, or as many as still move smoothly
   */
  keep(key: string, vectors: Vectors, popularity: ArrayLike<number> | null, seed: number): Promise<Outcome<Int32Array>>;
  /** @param reference [rows shown * 2] the map is laid over this one; null leaves it as it comes */
  pca(key: string, reference: Float32Array | null): Promise<Outcome<PrincipalComponents>>;
  /** The rows most like one, among all rows, by cosine. */
  neighbours(key: string, row: number, k: number): Promise<Outcome<Neighbour[]>>;
  /** As it comes: whoever lays it over another map may do so again. About ten reports a second; 'cancelled' after `cancel`. */
  layout(request: LayoutRequest, onProgress: (progress: LayoutProgress) => void): Promise<Outcome<LayoutResult>>;
  cancel(jobId: string): Promise<void>;
  /** @param positions [rows shown * 2] */
  quality(key: string, positions: Float32Array, k: number): Promise<Outcome<MapQuality>>;
}
