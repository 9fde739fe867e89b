/**
 * LightGCN layer by layer. With E_{k+1} = A~ E_k, layer k of a node is the sum over all walks of k steps that leave it,
 * each weighted by the product of its entries of A~, of the layer-0 embedding at the walk's end. So the entry (a, b) of
 * A~^h says with what weight b's own embedding enters layer h of a.
 *
 * Over-smoothing: the more layers, the more all nodes are sums over the same nodes, and the more their embeddings point
 * the same way. Li, Han, Wu, "Deeper Insights into Graph Convolutional Networks", AAAI 2018, sec. 4.1.
 */
import type { CsrMatrix } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { GraphNode, Hop, HopEdge, LayerSmoothness, LayerView, Propagation, Smoothness } from '../inside';
import type { Part } from '../why';
import { type Layers, multiply } from './layers';

/** Nodes drawn of each hop. */
export const MOST_OF_HOP = 12;
const MOST_NEAREST = 8;
/** Layers that over-smoothing is measured at, though the model has fewer. */
const SMOOTHNESS_LAYERS = 8;
export const SMOOTHNESS_PAIRS = 2000;
const SMOOTHNESS_SEED = 1;

/** What the functions below look at; users are the first nodes. */
export interface LayeredGraph {
  adjacency: CsrMatrix;
  layers: Layers;
  /** [numNodes * dim] */
  final: Float32Array;
  numUsers: number;
}

const nodeOf = ({ numUsers }: LayeredGraph, { side, index }: GraphNode) =>
  side === 'users' ? index : numUsers + index;

function graphNode({ numUsers }: LayeredGraph, node: number): GraphNode {
  return node < numUsers ? { side: 'users', index: node } : { side: 'items', index: node - numUsers };
}

/** What each layer brings to a node. */
export function propagationOf(graph: LayeredGraph, centre: GraphNode): Propagation {
  const { adjacency, layers } = graph;
  const node = nodeOf(graph, centre);
  return {
    kind: 'propagation',
    node: centre,
    degree: degreeOf(adjacency, node),
    alpha: layers.alpha,
    ...hopsOf(graph, node, layers.alpha.length - 1),
    layers: layers.embeddings.map((embeddings) => layerView(graph, embeddings, node)),
    final: layerView(graph, graph.final, node),
  };
}

/** The neighbourhood of a node, hop by hop, its heaviest nodes with the edges between them. */
export function hopsOf(graph: LayeredGraph, centre: number, most: number): { hops: Hop[]; edges: HopEdge[] } {
  const { adjacency } = graph;
  const { offsets, columns, values } = adjacency;
  const distance = new Int32Array(adjacency.numRows).fill(-1);
  distance[centre] = 0;
  let reached = new Float64Array(adjacency.numRows);
  reached[centre] = 1;
  let drawn = [centre];
  const hops: Hop[] = [];
  const edges: HopEdge[] = [];
  for (let hop = 1; hop <= most; hop++) {
    const next = new Float64Array(adjacency.numRows);
    const found: number[] = [];
    for (let node = 0; node < reached.length; node++) {
      if (reached[node] === 0) continue;
      for (let k = offsets[node]; k < offsets[node + 1]; k++) {
        const to = columns[k];
        next[to] += reached[node] * values[k];
        if (distance[to] >= 0) continue;
        distance[to] = hop;
        found.push(to);
      }
    }
    if (found.length === 0) break;
    found.sort((a, b) => next[b] - next[a] || a - b);
    const shown = found.slice(0, MOST_OF_HOP);
    hops.push({
      nodes: shown.map((node) => ({
        ...graphNode(graph, node),
        weight: next[node],
        degree: degreeOf(adjacency, node),
      })),
      numNodes: found.length,
      totalWeight: found.reduce((sum, node) => sum + next[node], 0),
    });
    const placeOf = new Map(shown.map((node, place) => [node, place]));
    drawn.forEach((node, from) => {
      for (let k = offsets[node]; k < offsets[node + 1]; k++) {
        const to = placeOf.get(columns[k]);
        if (to !== undefined) edges.push({ hop: hop - 1, from, to, weight: values[k] });
      }
    });
    drawn = shown;
    reached = next;
  }
  return { hops, edges };
}

const degreeOf = ({ offsets }: CsrMatrix, node: number) => offsets[node + 1] - offsets[node];

/** cos of two rows; 0 where one of them is empty */
function cosine(rows: Float32Array, dim: number, a: number, b: number): number {
  let product = 0;
  let ofA = 0;
  let ofB = 0;
  for (let f = 0, x = a * dim, y = b * dim; f < dim; f++, x++, y++) {
    product += rows[x] * rows[y];
    ofA += rows[x] * rows[x];
    ofB += rows[y] * rows[y];
  }
  return product / (Math.sqrt(ofA * ofB) || 1);
}

function layerView({ layers: { dim }, numUsers }: LayeredGraph, embeddings: Float32Array, node: number): LayerView {
  const numItems = embeddings.length / dim - numUsers;
  const films: Part[] = [];
  for (let item = 0; item < numItems; item++) {
    if (numUsers + item !== node) films.push({ item, value: cosine(embeddings, dim, node, numUsers + item) });
  }
  films.sort((a, b) => b.value - a.value || a.item - b.item);
  return { nearest: films.slice(0, MOST_NEAREST), norm: Math.hypot(...rowAt(embeddings, dim, node)) };
}

const rowAt = (rows: Float32Array, dim: number, row: number) => rows.subarray(row * dim, (row + 1) * dim);

/** The mean cosine of random pairs of users, and of items, at each layer and of the final embeddings. */
export function smoothnessOf({ adjacency, layers, final, numUsers }: LayeredGraph): Smoothness {
  const { dim, alpha } = layers;
  const embeddings = layers.embeddings.slice();
  while (embeddings.length <= SMOOTHNESS_LAYERS) {
    embeddings.push(multiply(adjacency, embeddings[embeddings.length - 1], dim));
  }
  const nodes = Array.from({ length: adjacency.numRows }, (_, node) => node).filter(
    (node) => degreeOf(adjacency, node) > 0,
  );
  const pairs = [nodes.filter((node) => node < numUsers), nodes.filter((node) => node >= numUsers)].map(drawPairs);
  const measure = (rows: Float32Array): LayerSmoothness => {
    const [users, items] = pairs.map(
      (drawn) => drawn.reduce((sum, [a, b]) => sum + cosine(rows, dim, a, b), 0) / drawn.length,
    );
    return { users, items };
  };
  return {
    kind: 'smoothness',
    numLayers: alpha.length - 1,
    numPairs: SMOOTHNESS_PAIRS,
    layers: embeddings.map(measure),
    final: measure(final),
  };
}

/** Pairs of two different ones; none of fewer than two. */
function drawPairs(nodes: number[], stream: number): [number, number][] {
  const random = randomStream(SMOOTHNESS_SEED, 'evaluation', stream);
  if (nodes.length < 2) return [];
  return Array.from({ length: SMOOTHNESS_PAIRS }, () => {
    const a = random.integer(nodes.length);
    const b = (a + 1 + random.integer(nodes.length - 1)) % nodes.length;
    return [nodes[a], nodes[b]];
  });
}
