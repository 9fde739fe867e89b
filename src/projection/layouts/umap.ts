import type { LayoutMethod } from '../types';
import { Umap } from '../umap/Umap';

export const umap: LayoutMethod = {
  make: (graph, start, settings) => new Umap(graph, start, settings),
  // the authors count the point itself
  numNeighbours: (rows, { neighbours }) => Math.max(1, Math.min(rows - 1, neighbours - 1)),
};
