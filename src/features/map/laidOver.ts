import { aligned } from '@/lib/linear/procrustes';
import type { DrawnMap } from './useMap';

/** A map of steps laid over another run's of the same method. PCA comes laid over it, or over its own past, from the worker. */
export function laidOver(map: DrawnMap, reference: DrawnMap | null): DrawnMap {
  if (reference === null || map.method === 'pca' || reference.method !== map.method) return map;
  if (reference.positions.length !== map.positions.length) return map;
  return { ...map, positions: aligned(map.positions, reference.positions) };
}
