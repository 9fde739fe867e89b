/** Scores for histories of one's own, by a scorer that reads nothing of a user but the history. */
import type { RowLists } from './csr';
import type { Scorer } from './scorer';

/**
 * @param sequences item indices, oldest first
 * @param item of which scores are wanted; null for all items
 * @returns one row for each sequence: [sequences.length], or [sequences.length * numItems]
 */
export async function scoreSequences(
  scorer: Scorer,
  sequences: Int32Array[],
  item: number | null,
): Promise<Float32Array> {
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
