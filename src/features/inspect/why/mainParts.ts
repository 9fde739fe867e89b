/** Which parts of a sum get a line of their own. */
import type { Part } from '@/models/why';

export interface MainParts {
  /** the largest ones by size, largest first; those of 0 never */
  main: Part[];
  /** the others */
  numRest: number;
  rest: number;
}

export function mainParts(parts: readonly Part[], most: number): MainParts {
  const main = parts
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, most);
  const chosen = new Set(main);
  const others = parts.filter((part) => !chosen.has(part));
  return { main, numRest: others.length, rest: others.reduce((sum, { value }) => sum + value, 0) };
}
