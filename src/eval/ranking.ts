/**
 * From scores to places. One order for everything: higher scores first; among equal scores items that are not relevant
 * come first (ties count against the model), then lower indices. Seen items are no candidates.
 */
import { PlaygroundError } from '@/lib/errors';
import { CANDIDATE, Marks, RELEVANT, SEEN } from '@/lib/marks';

/** Ranks one user after the other over the same catalogue, without allocating for each. */
export class Ranker {
  /** what each item is to the user at hand */
  private readonly marks: Marks;
  private readonly order: Int32Array;
  private readonly orderScores: Float32Array;

  /**
   * @param numItems size of the catalogue
   * @param maxK the longest list that will be asked for
   */
  constructor(
    private readonly numItems: number,
    maxK: number,
  ) {
    this.marks = new Marks(numItems, 1);
    this.order = new Int32Array(maxK);
    this.orderScores = new Float32Array(maxK);
  }

  /** Turns to a user; see `Marks.set`. */
  turnTo(seen: Int32Array, relevant: Int32Array, candidates: Int32Array | null = null): number {
    return this.marks.set(0, seen, relevant, candidates);
  }

  isRelevant(item: number): boolean {
    return this.marks.of(0, item) === RELEVANT;
  }

  /** Items that the user at hand can be recommended, relevant ones included. */
  countCandidates(): number {
    let count = 0;
    for (let item = 0; item < this.numItems; item++) if (this.marks.of(0, item) !== SEEN) count++;
    return count;
  }

  /**
   * The best candidates, best first: one pass, most items fail the first comparison.
   * @param scores [numItems] of the user at hand
   * @returns min(k, candidates) items; a view that the next call overwrites
   * @throws PlaygroundError 'nan-loss' if a score is not a number
   */
  topK(scores: Float32Array, k: number): Int32Array {
    const { marks, order, orderScores, numItems } = this;
    const limit = Math.min(k, order.length);
    let length = 0;
    let threshold = Number.NEGATIVE_INFINITY;
    for (let item = 0; item < numItems; item++) {
      const score = scores[item];
      if (score < threshold) continue;
      if (Number.isNaN(score)) throw notANumber(item);
      const mark = marks.of(0, item);
      if (mark === SEEN || limit === 0) continue;
      if (length === limit) {
        const last = length - 1;
        if (score === threshold && mark >= marks.of(0, order[last])) continue;
        length = last;
      }
      let place = length;
      while (
        place > 0 &&
        (orderScores[place - 1] < score || (orderScores[place - 1] === score && marks.of(0, order[place - 1]) > mark))
      ) {
        order[place] = order[place - 1];
        orderScores[place] = orderScores[place - 1];
        place--;
      }
      order[place] = item;
      orderScores[place] = score;
      length++;
      if (length === limit) threshold = orderScores[length - 1];
    }
    return order.subarray(0, length);
  }

  /**
   * The place (from 1) of one item in the whole list of candidates; a seen item is placed as if it were one.
   * @throws PlaygroundError 'nan-loss' if a score is not a number
   */
  rankOf(scores: Float32Array, item: number): number {
    const own = scores[item];
    const ownMark = this.marks.of(0, item) === RELEVANT ? RELEVANT : CANDIDATE;
    let rank = 1;
    for (let other = 0; other < this.numItems; other++) {
      const score = scores[other];
      if (score < own) continue;
      if (Number.isNaN(score) || Number.isNaN(own)) throw notANumber(other);
      const mark = this.marks.of(0, other);
      if (mark === SEEN || other === item) continue;
      if (score > own || mark < ownMark || (mark === ownMark && other < item)) rank++;
    }
    return rank;
  }
}

/**
 * The k best items of one user, best first; fewer if there are fewer candidates.
 * @param scores [numItems]
 * @param seen left out
 * @param relevant loses ties
 */
export function topK(scores: Float32Array, k: number, seen: Int32Array, relevant: Int32Array): Int32Array {
  const ranker = new Ranker(scores.length, Math.min(k, scores.length));
  ranker.turnTo(seen, relevant);
  return ranker.topK(scores, k).slice();
}

/** The place of one item, from 1, among all items that are not seen; in the order of `topK`. */
export function rankOf(scores: Float32Array, item: number, seen: Int32Array, relevant: Int32Array): number {
  const ranker = new Ranker(scores.length, 0);
  ranker.turnTo(seen, relevant);
  return ranker.rankOf(scores, item);
}

export function notANumber(item: number): PlaygroundError {
  return new PlaygroundError('nan-loss', `the score of item ${item} is not a number: training has diverged`, { item });
}
