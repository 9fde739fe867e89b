/** The page's side of the projection worker. */
import * as Comlink from 'comlink';
import type { ProjectionService } from './protocolProjection';

/** Starts the worker. */
export function createProjectionClient(): ProjectionService {
  const worker = new Worker(new URL('./projection.worker.ts', import.meta.url), { type: 'module', name: 'projection' });
  const host = Comlink.wrap<ProjectionService>(worker);
  return {
    keep: (key, vectors, popularity, seed) => host.keep(key, vectors, popularity, seed),
    pca: (key, reference) => host.pca(key, reference),
    neighbours: (key, row, k) => host.neighbours(key, row, k),
    layout: (request, onProgress) => host.layout(request, Comlink.proxy(onProgress)),
    cancel: (jobId) => host.cancel(jobId),
    quality: (key, positions, k) => host.quality(key, positions, k),
  };
}
