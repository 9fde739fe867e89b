/** What a model looks at after the last film: the row of its attention that its list is made from. */
import type { AttentionMaps } from '@/models/attention';
import { type Head, mapOf } from '../attention/attentionMaps';

export interface LastRow {
  /** the largest weights, largest first, by place among the films that were read; those of 0 never */
  main: { place: number; weight: number }[];
  /** the others */
  numRest: number;
  rest: number;
  /** of all: 1 */
  total: number;
}

export function lastRow(maps: AttentionMaps, block: number, head: Head, most: number): LastRow {
  const length = maps.items.length;
  const weights = Array.from(mapOf(maps, block, head).subarray(length * (length - 1)));
  const sum = (parts: { weight: number }[]) => parts.reduce((total, { weight }) => total + weight, 0);
  const sorted = weights.map((weight, place) => ({ place, weight })).sort((a, b) => b.weight - a.weight);
  const main = sorted.slice(0, most).filter(({ weight }) => weight > 0);
  const others = sorted.slice(main.length);
  return { main, numRest: others.length, rest: sum(others), total: sum(sorted) };
}
