/**
 * UMAP's graph: how surely two points are neighbours. McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation
 * and Projection for Dimension Reduction", 2018, sec. 3.1 and algorithms 2 and 3.
 */
import type { NeighbourGraph } from '../types';

const SEARCH_STEPS = 64;
const TOLERANCE = 1e-5;
/** A width is at least this share of the mean distance: points in one place would have none. */
const MIN_WIDTH_SHARE = 1e-3;

/** Edges of an undirected graph, each in both directions. */
export interface Edges {
  from: Int32Array;
  to: Int32Array;
  /** 0..1 */
  weights: Float64Array;
}

/**
 * Membership of each row's neighbours: exp(-(distance - nearest) / width), width so that a row sums to log2(k + 1) with
 * the point itself counted as a neighbour, as the authors do. [rows * k]
 */
export function memberships({ k, distances }: NeighbourGraph): Float64Array {
  const strengths = new Float64Array(distances.length);
  const wanted = Math.log2(k + 1);
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / Math.max(1, distances.length);
  for (let start = 0; start < distances.length; start += k) {
    const row = distances.subarray(start, start + k);
    const nearest = row.find((distance) => distance > 0) ?? 0;
    const sum = (width: number) =>
      row.reduce((total, distance) => total + Math.exp(-Math.max(0, distance - nearest) / width), 0);
    let [low, high, width] = [0, Number.POSITIVE_INFINITY, 1];
    for (let step = 0; step < SEARCH_STEPS; step++) {
      const found = sum(width);
      if (Math.abs(found - wanted) < TOLERANCE) break;
      if (found > wanted) high = width;
      else low = width;
      width = high === Number.POSITIVE_INFINITY ? width * 2 : (low + high) / 2;
    }
    const ownMean = nearest > 0 ? row.reduce((total, distance) => total + distance, 0) / k : mean;
    width = Math.max(width, MIN_WIDTH_SHARE * ownMean, Number.MIN_VALUE);
    for (let i = 0; i < k; i++) strengths[start + i] = Math.exp(-Math.max(0, row[i] - nearest) / width);
  }
  return strengths;
}

/** Either names the other: a + b - ab of both directions. */
export function fuzzyGraph(graph: NeighbourGraph): Edges {
  const { k, indices } = graph;
  const n = k === 0 ? 0 : indices.length / k;
  const strengths = memberships(graph);
  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  const add = (i: number, j: number, weight: number) => {
    from.push(i, j);
    to.push(j, i);
    weights.push(weight, weight);
  };
  for (let i = 0; i < n; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      const j = indices[at];
      const back = indices.subarray(j * k, (j + 1) * k).indexOf(i);
      if (back < 0) add(i, j, strengths[at]);
      else if (i < j) {
        const [a, b] = [strengths[at], strengths[j * k + back]];
        add(i, j, a + b - a * b);
      }
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to), weights: Float64Array.from(weights) };
}
