/** Buffers for intermediate arrays: one is used again as soon as no later dispatch reads what it held. */
import type { Root } from './Sym';

export interface Lifetime {
  root: Root;
  /** dispatches, from the one that writes to the last one that reads */
  first: number;
  last: number;
}

/** @returns the size of each buffer in elements, and the buffer of each array */
export function allocate(lifetimes: readonly Lifetime[]): { sizes: number[]; bufferOf: Map<Root, number> } {
  const sizes: number[] = [];
  const freeFrom: number[] = [];
  const bufferOf = new Map<Root, number>();
  for (const { root, first, last } of [...lifetimes].sort((a, b) => a.first - b.first || b.root.size - a.root.size)) {
    const free = sizes.map((_, k) => k).filter((k) => freeFrom[k] <= first);
    // The smallest that is large enough, else the largest, which grows.
    free.sort((a, b) => {
      const [fitsA, fitsB] = [sizes[a] >= root.size, sizes[b] >= root.size];
      if (fitsA !== fitsB) return fitsA ? -1 : 1;
      return fitsA ? sizes[a] - sizes[b] : sizes[b] - sizes[a];
    });
    const buffer = free[0] ?? sizes.push(0) - 1;
    sizes[buffer] = Math.max(sizes[buffer], root.size);
    freeFrom[buffer] = last + 1;
    bufferOf.set(root, buffer);
  }
  return { sizes, bufferOf };
}
