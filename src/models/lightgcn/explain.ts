/**
 * LightGCN explained. Final embeddings are sums over layers, so a score is a sum over pairs of them:
 *
 *   e_u . e_i = sum over k, l of alpha_k alpha_l E_k[u] . E_l[i],   E_{k+1} = A~ E_k
 *
 * and what three steps of the graph say directly is the entry (u, i) of A~^3: the sum, over all walks user - film j -
 * other user v - item, of the product of the three entries on the way.
 */
import type { HostArrays } from '@/engine/types';
import { type RowLists, rowOf } from '@/lib/csr';
import { noSuchInside, type Smoothness } from '../inside';
import type { BuildExplainer, TrainingData } from '../types';
import { type HistoryWhy, type LayersWhy, type Path, sumOverHistory } from '../why';
import { type LayeredGraph, propagationOf, smoothnessOf } from './inside';
import { finalOf, type Layers, propagate } from './layers';
import { layerWeights, normalisedAdjacency } from './lightgcn';

const MOST_PATHS = 5;

/** The score by pairs of layers. @param user, node rows in the layers */
export function layerPairs({ embeddings, alpha, dim }: Layers, user: number, node: number): number[][] {
  return embeddings.map((ofUser, k) =>
    embeddings.map((ofItem, l) => {
      let sum = 0;
      for (let f = 0; f < dim; f++) sum += ofUser[user * dim + f] * ofItem[node * dim + f];
      return alpha[k] * alpha[l] * sum;
    }),
  );
}

/** All walks user - film - other user - item; those that go back the way they came are none. */
export function strongestPaths(
  train: RowLists,
  usersOf: (item: number) => Int32Array,
  user: number,
  item: number,
): { paths: Path[]; numPaths: number; pathWeight: number } {
  const own = rowOf(train, user);
  const degree = Float64Array.from(own, (film) => usersOf(film).length);
  const placeOf = new Map(Array.from(own, (film, place) => [film, place]));
  const paths: Path[] = [];
  let numPaths = 0;
  let pathWeight = 0;
  const others = usersOf(item);
  for (const other of others) {
    if (other === user) continue;
    const films = rowOf(train, other);
    for (const film of films) {
      const place = placeOf.get(film);
      if (place === undefined || film === item) continue;
      const weight = 1 / (Math.sqrt(own.length * others.length) * degree[place] * films.length);
      numPaths++;
      pathWeight += weight;
      if (paths.length === MOST_PATHS && weight <= paths[MOST_PATHS - 1].weight) continue;
      const better = paths.findIndex((path) => path.weight < weight);
      paths.splice(better < 0 ? paths.length : better, 0, { item: film, user: other, weight });
      if (paths.length > MOST_PATHS) paths.pop();
    }
  }
  return { paths, numPaths, pathWeight };
}

/**
 * Scores for somebody new: propagation from the liked items. Layer k of a user is the mean of the items' layers k - 1,
 * weighted as in the graph: E_k[you] = sum over your items j of E_{k-1}[j] / sqrt(|your items| degree(j)). Approximate in
 * two ways: you have no E_0 (nothing was trained for you), and the items do not hear of you.
 *
 * @returns [numItems]
 */
export function foldInLightGcn(
  layers: Layers,
  final: Float32Array,
  popularity: Int32Array,
  numUsers: number,
  items: Int32Array,
): Float32Array {
  const { dim } = layers;
  const you = new Float64Array(dim);
  for (const item of items) addLiked(layers, popularity, numUsers, items.length, item, you);
  const scores = new Float32Array(popularity.length);
  for (let item = 0, at = numUsers * dim; item < scores.length; item++) {
    let sum = 0;
    for (let f = 0; f < dim; f++, at++) sum += you[f] * final[at];
    scores[item] = sum;
  }
  return scores;
}

/** Adds what a liked item brings to the embedding of somebody new. @param you [dim] */
function addLiked(
  { embeddings, alpha, dim }: Layers,
  popularity: Int32Array,
  numUsers: number,
  numLiked: number,
  item: number,
  you: Float64Array,
): void {
  if (popularity[item] === 0) return;
  const share = 1 / Math.sqrt(numLiked * popularity[item]);
  for (let k = 1; k < alpha.length; k++) {
    const from = (numUsers + item) * dim;
    for (let f = 0; f < dim; f++) you[f] += alpha[k] * share * embeddings[k - 1][from + f];
  }
}

/** Somebody new is a sum over the liked items, and so is the score. */
function whyNewLightGcn(
  layers: Layers,
  final: Float32Array,
  { popularity, numUsers }: TrainingData,
  items: Int32Array,
  item: number,
): HistoryWhy {
  const { dim } = layers;
  return sumOverHistory(items, (liked) => {
    const part = new Float64Array(dim);
    addLiked(layers, popularity, numUsers, items.length, liked, part);
    let sum = 0;
    for (let f = 0, at = (numUsers + item) * dim; f < dim; f++, at++) sum += part[f] * final[at];
    return sum;
  });
}

export const explainLightGCN: BuildExplainer = (config, data, source) => {
  let graph: Promise<Graph> | null = null;
  let smoothness: Smoothness | null = null;
  const made = (values: () => Promise<HostArrays>) => {
    graph ??= values().then(({ embeddings }) =>
      graphOf(data, embeddings.data as Float32Array, config.embeddingDim as number, [
        ...layerWeights(config.numLayers as number, config.layerWeights as number[]),
      ]),
    );
    return graph;
  };
  return {
    async why(user, history, item): Promise<LayersWhy | HistoryWhy> {
      const { layers, final, usersOf } = await made(source.values);
      if (user === null) return whyNewLightGcn(layers, final, data, history, item);
      const pairs = layerPairs(layers, user, data.numUsers + item);
      const score = pairs.flat().reduce((sum, value) => sum + value, 0);
      return { kind: 'layers', score, layers: pairs, ...strongestPaths(data.train, usersOf, user, item) };
    },
    async foldIn(items) {
      const { layers, final } = await made(source.values);
      return foldInLightGcn(layers, final, data.popularity, data.numUsers, items);
    },
    async inside(question) {
      const graph = await made(source.snapshot);
      switch (question.kind) {
        case 'propagation':
          return propagationOf(graph, question);
        case 'smoothness':
          smoothness ??= smoothnessOf(graph);
          return smoothness;
        default:
          throw noSuchInside(question);
      }
    },
  };
};

interface Graph extends LayeredGraph {
  usersOf: (item: number) => Int32Array;
}

function graphOf(data: TrainingData, first: Float32Array, dim: number, alpha: number[]): Graph {
  const adjacency = normalisedAdjacency(data);
  const layers = propagate(adjacency, first, dim, alpha);
  const { offsets, columns } = adjacency;
  const usersOf = (item: number) => columns.subarray(offsets[data.numUsers + item], offsets[data.numUsers + item + 1]);
  return { adjacency, layers, final: finalOf(layers), numUsers: data.numUsers, usersOf };
}
