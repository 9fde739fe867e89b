/**
 * SASRec explained by what happens when a film is left out: the sequence without it is scored again. An effect, not a
 * part: other films take its place, so effects do not add up to the score. Somebody new needs no fit: the model reads
 * the sequence.
 */
import type { RowLists } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import type { BuildExplainer } from '../types';
import type { LeftOutWhy } from '../why';

/** The newest films are left out, one at a time. */
const MOST_LEFT_OUT = 20;

/** Scores of one item, or of all where none is named, for histories of one's own: one row each. */
async function scoreSequences(scorer: Scorer, sequences: Int32Array[], item: number | null): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let start = 0; start < sequences.length; start += scorer.blockSize) {
    const block = sequences.slice(start, start + scorer.blockSize);
    const scores = await scorer.score(
      Int32Array.from(block, (_, row) => row),
      rowsOf(block),
    );
    const numItems = scores.length / block.length;
    parts.push(item === null ? scores : Float32Array.from(block, (_, row) => scores[row * numItems + item]));
  }
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function rowsOf(sequences: Int32Array[]): RowLists {
  const offsets = new Int32Array(sequences.length + 1);
  sequences.forEach((sequence, row) => {
    offsets[row + 1] = offsets[row] + sequence.length;
  });
  const items = new Int32Array(offsets[sequences.length]);
  sequences.forEach((sequence, row) => {
    items.set(sequence, offsets[row]);
  });
  return { offsets, items };
}

/** How the item's score changes with each of the newest films of the history. */
export async function leaveOneOut(scorer: Scorer, history: Int32Array, item: number): Promise<LeftOutWhy> {
  const numEarlier = Math.max(0, history.length - MOST_LEFT_OUT);
  const places = Array.from({ length: history.length - numEarlier }, (_, k) => numEarlier + k);
  const without = places.map((place) => history.filter((_, other) => other !== place));
  const [score, ...rest] = await scoreSequences(scorer, [history, ...without], item);
  return {
    kind: 'leftOut',
    score,
    parts: places.map((place, k) => ({ item: history[place], value: score - rest[k] })),
    numEarlier,
  };
}

export const explainSASRec: BuildExplainer = (_config, _data, { scorer }) => ({
  why: (_user, history, item) => leaveOneOut(scorer, history, item),
  foldIn: (items) => scoreSequences(scorer, [items], null),
});
