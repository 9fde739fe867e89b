/**
 * What each item of the catalogue is to some users: two bits an item, twelve items a word, so that backends which hold
 * whole numbers up to 2^24 only can read them.
 */

export const CANDIDATE = 0;
export const RELEVANT = 1;
export const SEEN = 2;
export type Mark = typeof CANDIDATE | typeof RELEVANT | typeof SEEN;

export const MARKS_PER_WORD = 12;
const ALL_SEEN = 0xaaaaaa;

/** Words of one user. */
export function markWords(numItems: number): number {
  return Math.ceil(numItems / MARKS_PER_WORD);
}

export class Marks {
  /** [numUsers * markWords(numItems)]; item i of a user is bits 2 (i % 12) and the next of word i / 12 */
  readonly words: Int32Array;
  private readonly wordsPerUser: number;

  constructor(
    readonly numItems: number,
    numUsers: number,
  ) {
    this.wordsPerUser = markWords(numItems);
    this.words = new Int32Array(numUsers * this.wordsPerUser);
  }

  /**
   * Marks the items of one user, whatever they were before.
   * @param place which of the users
   * @param seen no candidates; an item that is also relevant stays seen
   * @param relevant loses ties against the others
   * @param candidates what the relevant items are ranked among; null for all items. One that is relevant or comes twice
   *   counts once
   * @returns how many different relevant items are candidates
   */
  set(place: number, seen: Int32Array, relevant: Int32Array, candidates: Int32Array | null): number {
    const start = place * this.wordsPerUser;
    this.words.fill(candidates ? ALL_SEEN : 0, start, start + this.wordsPerUser);
    if (candidates) {
      for (const item of candidates) this.mark(place, item, CANDIDATE);
      for (const item of relevant) this.mark(place, item, CANDIDATE);
    }
    for (const item of seen) this.mark(place, item, SEEN);
    let numRelevant = 0;
    for (const item of relevant) {
      if (this.of(place, item) === CANDIDATE) {
        this.mark(place, item, RELEVANT);
        numRelevant++;
      }
    }
    return numRelevant;
  }

  of(place: number, item: number): Mark {
    const word = (item / MARKS_PER_WORD) | 0;
    return ((this.words[place * this.wordsPerUser + word] >> (2 * (item - word * MARKS_PER_WORD))) & 3) as Mark;
  }

  private mark(place: number, item: number, mark: Mark): void {
    const word = (item / MARKS_PER_WORD) | 0;
    const at = place * this.wordsPerUser + word;
    const shift = 2 * (item - word * MARKS_PER_WORD);
    this.words[at] = (this.words[at] & ~(3 << shift)) | (mark << shift);
  }
}
