/** The best candidates of each row by sorting all of them: see `Kernels.topK`. */
import { CANDIDATE, MARKS_PER_WORD, markWords, RELEVANT, SEEN } from '@/lib/marks';

/** @returns [rows, 2 k]: k items, -1 after the last candidate; then their scores, 0 after the last */
export function topKReference(scores: Float32Array, marks: Int32Array, numItems: number, k: number): Float32Array {
  const rows = scores.length / numItems;
  const result = new Float32Array(rows * 2 * k);
  for (let row = 0; row < rows; row++) {
    const scoreOf = (item: number) => scores[row * numItems + item];
    const markOf = (item: number) => {
      // What is no number comes first, whatever it is to the user: it must not go unnoticed.
      if (Number.isNaN(scoreOf(item))) return CANDIDATE;
      const word = marks[row * markWords(numItems) + Math.floor(item / MARKS_PER_WORD)];
      return (word >> (2 * (item % MARKS_PER_WORD))) & 3;
    };
    const rank = (item: number) => (Number.isNaN(scoreOf(item)) ? Number.POSITIVE_INFINITY : scoreOf(item));
    const isNumber = (item: number) => Number(!Number.isNaN(scoreOf(item)));
    const order = Array.from({ length: numItems }, (_, item) => item)
      .filter((item) => markOf(item) !== SEEN)
      .sort(
        (a, b) =>
          isNumber(a) - isNumber(b) ||
          compare(rank(b), rank(a)) ||
          Number(markOf(a) === RELEVANT) - Number(markOf(b) === RELEVANT) ||
          a - b,
      );
    for (let place = 0; place < k; place++) {
      const at = row * 2 * k + place;
      result[at] = place < order.length ? order[place] : -1;
      result[at + k] = place < order.length ? scoreOf(order[place]) : 0;
    }
  }
  return result;
}

/** Infinities too, whose difference is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
