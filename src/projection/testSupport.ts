/** Data for the tests of this room. */
import { randomStream } from '@/lib/random';
import type { Vectors } from './types';

/** Points around a few centres that are far from each other. */
export function clusters(perCluster: number, numClusters: number, dimensions: number, seed = 3): Vectors {
  const random = randomStream(seed, 'projection', 99);
  const centres = Float64Array.from({ length: numClusters * dimensions }, () => 4 * random.normal());
  const rows = perCluster * numClusters;
  const data = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row++) {
    const cluster = row % numClusters;
    for (let k = 0; k < dimensions; k++)
      data[row * dimensions + k] = centres[cluster * dimensions + k] + random.normal();
  }
  return { rows, dimensions, data };
}

export const allRows = ({ rows }: { rows: number }) => Int32Array.from({ length: rows }, (_, row) => row);

/** Runs a generator to its end. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { value, done } = steps.next();
    if (done) return value as T;
  }
}
