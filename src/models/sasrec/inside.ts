/**
 * SASRec block by block, at the last film of a sequence: its state starts as embedding plus position, and each block adds
 * what attention and the feed-forward layer make of it. The logit lens (nostalgebraist, 2020, for language models) reads
 * a state as if it were the last one: the final norm, then the products with all films.
 */
import type { SequenceReading } from '../attention';
import type { Blocks } from '../inside';

const MOST_TOP = 6;

/**
 * @param items what was read, older films included, which are not expected again
 * @param next whose place is wanted
 */
export function blocksOf({ maps, stages, scoresAt }: SequenceReading, items: Int32Array, next: number | null): Blocks {
  const place = maps.items.length - 1;
  const dim = stages[0].state.length / maps.items.length;
  const rowIn = (values: Float64Array) => values.subarray(place * dim, (place + 1) * dim);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, d) => sum + value * b[d], 0);
  const length = (values: Float64Array) => Math.sqrt(dot(values, values));
  const seen = new Set(items);
  return {
    kind: 'blocks',
    last: maps.items[place],
    numRead: maps.items.length,
    numEarlier: maps.numEarlier,
    stages: stages.map(({ state, added }, stage) => {
      const own = rowIn(state);
      const before = stage === 0 ? null : rowIn(stages[stage - 1].state);
      const scores = scoresAt(stage, place);
      const order = Array.from(scores.keys())
        .filter((item) => !seen.has(item))
        .sort((a, b) => scores[b] - scores[a] || a - b);
      const found = next === null ? -1 : order.indexOf(next);
      return {
        norm: length(own),
        added: [length(rowIn(added[0])), length(rowIn(added[1]))],
        cosine: before && dot(own, before) / (length(own) * length(before) || 1),
        top: order.slice(0, MOST_TOP).map((item) => ({ item, value: scores[item] })),
        rankOfNext: found < 0 ? null : found + 1,
      };
    }),
    states: stages.map(({ state }) => [...rowIn(state)]),
  };
}
