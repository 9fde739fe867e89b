import { numNeighboursFor } from '../tsne/affinities';
import { Tsne } from '../tsne/Tsne';
import type { LayoutMethod } from '../types';

export const tsne: LayoutMethod = {
  make: (graph, start, settings) => new Tsne(graph, start, settings),
  numNeighbours: (rows, { perplexity }) => numNeighboursFor(perplexity, rows),
};
