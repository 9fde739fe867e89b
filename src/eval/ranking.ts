/**
 * From scores to places. One order for everything: higher scores first; among equal scores items that are not relevant
 * come first (ties count against the model), then lower indices. Seen items are no candidates.
 */
import { PlaygroundError } from '@/lib/errors';

const CANDIDATE = 0;
const RELEVANT = 1;
const SEEN = 2;

/**
 * Ranks one user after the other over the same catalogue, without allocating for each. Holds what each item is to the
 * user at hand.
 */
export class Ranker {
  private readonly marks: Uint8Array;
  private user: { seen: Int32Array; relevant: Int32Array; candidates: Int32Array | null } | null = null;
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
    this.marks = new Uint8Array(numItems);
    this.order = new Int32Array(maxK);
    this.orderScores = new Float32Array(maxK);
  }

  /**
   * Turns to a user.
   * @param seen no candidates; an item that is also relevant stays seen
   * @param relevant loses ties against the others
   * @param candidates what the relevant items are ranked among; null for all items. One that is relevant or comes twice
   *   counts once
   * @returns how many different relevant items are candidates
   */
  turnTo(seen: Int32Array, relevant: Int32Array, candidates: Int32Array | null = null): number {
    if (this.user?.candidates) {
      this.marks.fill(CANDIDATE);
    } else if (this.user) {
      for (const item of this.user.seen) this.marks[item] = CANDIDATE;
      for (const item of this.user.relevant) this.marks[item] = CANDIDATE;
    }
    this.user = { seen, relevant, candidates };
    if (candidates) {
      this.marks.fill(SEEN);
      for (const item of candidates) this.marks[item] = CANDIDATE;
      for (const item of relevant) this.marks[item] = CANDIDATE;
    }
    let numRelevant = 0;
    for (const item of seen) this.marks[item] = SEEN;
    for (const item of relevant) {
      if (this.marks[item] === CANDIDATE) {
        this.marks[item] = RELEVANT;
        numRelevant++;
      }
    }
    return numRelevant;
  }

  isRelevant(item: number): boolean {
    return this.marks[item] === RELEVANT;
  }

  /** Items that the user at hand can be recommended, relevant ones included. */
  countCandidates(): number {
    let count = 0;
    for (const mark of this.marks) if (mark !== SEEN) count++;
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
      const mark = marks[item];
      if (mark === SEEN || limit === 0) continue;
      if (length === limit) {
        const last = length - 1;
        if (score === threshold && mark >= marks[order[last]]) continue;
        length = last;
      }
      let place = length;
      while (
        place > 0 &&
        (orderScores[place - 1] < score || (orderScores[place - 1] === score && marks[order[place - 1]] > mark))
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
    const ownMark = this.marks[item] === RELEVANT ? RELEVANT : CANDIDATE;
    let rank = 1;
    for (let other = 0; other < this.numItems; other++) {
      const score = scores[other];
      if (score < own) continue;
      if (Number.isNaN(score) || Number.isNaN(own)) throw notANumber(other);
      const mark = this.marks[other];
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

function notANumber(item: number): PlaygroundError {
  return new PlaygroundError('nan-loss', `the score of item ${item} is not a number: training has diverged`, { item });
}
