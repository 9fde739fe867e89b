/**
 * Long work on the CPU in pieces of a few milliseconds, so that whoever does it can let messages in between. What comes
 * out does not depend on where it was interrupted.
 */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** All pieces, one after the other. */
export function atOnce<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** A loop from 0 to count in pieces. @param some does the elements from `from` up to `to` */
export function* inPieces(count: number, size: number, some: (from: number, to: number) => void): Pieces<void> {
  for (let from = 0; from < count; from += size) {
    some(from, Math.min(count, from + size));
    yield;
  }
}
