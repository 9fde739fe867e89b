/**
 * t-SNE's similarities in the original space. Van der Maaten, "Accelerating t-SNE using Tree-Based Algorithms", JMLR
 * 2014, sec. 4.1: over the nearest neighbours only, each point's width set by the perplexity.
 */
import { type CsrMatrix, rowListsFromPairs, rowOf } from '@/lib/csr';
import type { NeighbourGraph } from '../types';

const SEARCH_STEPS = 60;
const TOLERANCE = 1e-5;

/** Neighbours that are looked at: three times the perplexity, as in the paper. */
export function numNeighboursFor(perplexity: number, rows: number): number {
  return Math.max(1, Math.min(rows - 1, Math.floor(3 * perplexity)));
}

/**
 * p(j | i) over the neighbours of each row: [n * k], rows sum to 1.
 * @param perplexity 2 to the entropy of each row
 */
export function conditionals({ k, distances }: NeighbourGraph, perplexity: number): Float64Array {
  const p = new Float64Array(distances.length);
  const wanted = Math.log(Math.min(perplexity, k));
  for (let start = 0; start < distances.length; start += k) {
    let precision = 1;
    let [low, high] = [0, Number.POSITIVE_INFINITY];
    for (let step = 0; step < SEARCH_STEPS; step++) {
      const entropy = fillRow(p, distances, start, k, precision);
      if (Math.abs(entropy - wanted) < TOLERANCE) break;
      if (entropy > wanted) {
        low = precision;
        precision = high === Number.POSITIVE_INFINITY ? precision * 2 : (precision + high) / 2;
      } else {
        high = precision;
        precision = (precision + low) / 2;
      }
    }
  }
  return p;
}

/** Writes one row for one precision. @returns its entropy in nats */
function fillRow(p: Float64Array, distances: Float32Array, start: number, k: number, precision: number): number {
  // distances from the nearest one: the exponentials stay near 1
  const nearest = distances[start] ** 2;
  let sum = 0;
  let weighted = 0;
  for (let i = start; i < start + k; i++) {
    const square = distances[i] ** 2 - nearest;
    p[i] = Math.exp(-square * precision);
    sum += p[i];
    weighted += square * p[i];
  }
  for (let i = start; i < start + k; i++) p[i] /= sum;
  return Math.log(sum) + (precision * weighted) / sum;
}

/** p_ij = (p(j|i) + p(i|j)) / 2n, sparse and symmetric; all of it sums to 1. */
export function jointProbabilities(graph: NeighbourGraph, perplexity: number): CsrMatrix {
  const { k, indices } = graph;
  const n = k === 0 ? 0 : indices.length / k;
  const p = conditionals(graph, perplexity);
  // who names a row: places in `indices`, by the row named
  const places = Int32Array.from(indices.keys());
  const naming = rowListsFromPairs(n, indices, places);

  const offsets = new Int32Array(n + 1);
  const columns = new Int32Array(2 * indices.length);
  // rounded to float32 once, so that both directions of a pair come out equal
  const values = new Float64Array(2 * indices.length);
  const placeOf = new Int32Array(n).fill(-1);
  let end = 0;
  for (let i = 0; i < n; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      placeOf[indices[at]] = end;
      columns[end] = indices[at];
      values[end++] = p[at] / (2 * n);
    }
    for (const at of rowOf(naming, i)) {
      const j = Math.floor(at / k);
      const known = placeOf[j];
      if (known >= offsets[i]) values[known] += p[at] / (2 * n);
      else {
        columns[end] = j;
        values[end++] = p[at] / (2 * n);
      }
    }
    offsets[i + 1] = end;
  }
  return {
    numRows: n,
    numColumns: n,
    offsets,
    columns: columns.slice(0, end),
    values: Float32Array.from(values.subarray(0, end)),
  };
}
