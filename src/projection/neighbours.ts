/** True neighbours: by cosine over all dimensions, found by looking at every pair. */
import { addProduct } from '@/lib/linear/addProduct';
import type { Neighbour, NeighbourGraph, Vectors } from './types';

/** Rows scaled to length 1, in the order of `chosen`; a row of zeros stays zero and is like nothing. */
export function unitRows({ dimensions: d, data }: Vectors, chosen: Int32Array): Float32Array {
  const unit = new Float32Array(chosen.length * d);
  chosen.forEach((row, i) => {
    let squares = 0;
    for (let k = 0; k < d; k++) squares += data[row * d + k] ** 2;
    const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let k = 0; k < d; k++) unit[i * d + k] = data[row * d + k] * factor;
  });
  return unit;
}

/** The k rows most like one, of all rows; equal ones by their index. */
export function nearestRows({ rows, dimensions: d, data }: Vectors, row: number, k: number): Neighbour[] {
  const norm = (at: number) => {
    let squares = 0;
    for (let i = 0; i < d; i++) squares += data[at * d + i] ** 2;
    return Math.sqrt(squares);
  };
  const own = norm(row);
  const all: Neighbour[] = [];
  for (let other = 0; other < rows; other++) {
    if (other === row) continue;
    let dot = 0;
    for (let i = 0; i < d; i++) dot += data[row * d + i] * data[other * d + i];
    const lengths = own * norm(other);
    all.push({ row: other, similarity: lengths > 0 ? dot / lengths : 0 });
  }
  return all.sort((a, b) => b.similarity - a.similarity || a.row - b.row).slice(0, k);
}

/** Rows whose products with all others are computed together. */
const BLOCK = 16;

/**
 * The k nearest of each row, a few rows at a time: every `yield` tells how many rows are done.
 * @param unit [n * d] rows of length 1
 */
export function* neighbourSteps(unit: Float32Array, d: number, k: number): Generator<number, NeighbourGraph> {
  const n = unit.length / d;
  const graph = emptyGraph(n, k);
  const nearest = new Nearest(graph.k);
  const rows = { data: Float64Array.from(unit), stride: d };
  const cosines = { data: new Float64Array(BLOCK * n), stride: n };
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const block = { data: rows.data.subarray(start * d, (start + count) * d), stride: d };
    cosines.data.fill(0);
    addProduct(cosines, block, rows, d, 1, [0, count], [0, n]);
    for (let i = 0; i < count; i++) {
      nearest.clear();
      for (let j = 0, at = i * n; j < n; j++, at++) {
        if (j !== start + i) nearest.offer(j, 2 - 2 * cosines.data[at]);
      }
      nearest.write(graph, start + i);
    }
    yield start + count;
  }
  return graph;
}

/** The same on a map: by distance in the plane. @param positions [n * 2] */
export function* planeNeighbourSteps(positions: ArrayLike<number>, k: number): Generator<number, NeighbourGraph> {
  const n = positions.length / 2;
  const graph = emptyGraph(n, k);
  const nearest = new Nearest(graph.k);
  for (let i = 0; i < n; i++) {
    nearest.clear();
    const [x, y] = [positions[2 * i], positions[2 * i + 1]];
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const [dx, dy] = [positions[2 * j] - x, positions[2 * j + 1] - y];
      nearest.offer(j, dx * dx + dy * dy);
    }
    nearest.write(graph, i);
    yield i + 1;
  }
  return graph;
}

function emptyGraph(n: number, k: number): NeighbourGraph {
  const kept = Math.max(0, Math.min(k, n - 1));
  return { k: kept, indices: new Int32Array(n * kept), distances: new Float32Array(n * kept) };
}

/** The nearest k of what is offered, kept in order: most offers are farther than all of them, and cost one comparison. */
class Nearest {
  private readonly rows: Int32Array;
  private readonly squares: Float64Array;
  private count = 0;

  constructor(private readonly k: number) {
    this.rows = new Int32Array(k);
    this.squares = new Float64Array(k);
  }

  clear(): void {
    this.count = 0;
  }

  offer(row: number, square: number): void {
    const { rows, squares, k } = this;
    if (this.count === k) {
      if (k === 0 || square >= squares[k - 1]) return;
    } else this.count++;
    let at = this.count - 1;
    for (; at > 0 && squares[at - 1] > square; at--) {
      squares[at] = squares[at - 1];
      rows[at] = rows[at - 1];
    }
    squares[at] = square;
    rows[at] = row;
  }

  write({ k, indices, distances }: NeighbourGraph, row: number): void {
    for (let i = 0; i < this.count; i++) {
      indices[row * k + i] = this.rows[i];
      distances[row * k + i] = Math.sqrt(Math.max(0, this.squares[i]));
    }
  }
}

/** The first k neighbours of a graph that has more. */
export function firstNeighbours(graph: NeighbourGraph, k: number): NeighbourGraph {
  if (k >= graph.k) return graph;
  const n = graph.indices.length / graph.k;
  const indices = new Int32Array(n * k);
  const distances = new Float32Array(n * k);
  for (let i = 0; i < n; i++) {
    indices.set(graph.indices.subarray(i * graph.k, i * graph.k + k), i * k);
    distances.set(graph.distances.subarray(i * graph.k, i * graph.k + k), i * k);
  }
  return { k, indices, distances };
}

/** Share of each row's k neighbours that the other graph names, too; mean over rows. */
export function sharedNeighbours(a: NeighbourGraph, b: NeighbourGraph, k: number): number {
  const n = a.indices.length / a.k;
  let shared = 0;
  for (let i = 0; i < n; i++) {
    const named = new Set(a.indices.subarray(i * a.k, i * a.k + k));
    for (const other of b.indices.subarray(i * b.k, i * b.k + k)) if (named.has(other)) shared++;
  }
  return n === 0 ? 0 : shared / (n * k);
}
