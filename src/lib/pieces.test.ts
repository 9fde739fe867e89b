import { describe, expect, it } from 'vitest';
import { atOnce, inPieces } from './pieces';
import { randomStream, shuffle, shuffling } from './random';

describe('work in pieces', () => {
  it('does each element once, in order', () => {
    const done: number[] = [];
    const pieces = inPieces(10, 4, (from, to) => {
      for (let i = from; i < to; i++) done.push(i);
    });
    pieces.next();
    expect(done).toEqual([0, 1, 2, 3]);
    atOnce(pieces);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    atOnce(inPieces(0, 4, () => done.push(-1)));
    expect(done).toHaveLength(10);
  });

  it('shuffles as at once', () => {
    for (const length of [0, 1, 2, 65_536, 65_537, 200_001]) {
      const whole = Int32Array.from({ length }, (_, i) => i);
      const cut = whole.slice();
      shuffle(whole, randomStream(3, 'batches'));
      const pieces = shuffling(cut, randomStream(3, 'batches'));
      let count = 0;
      while (!pieces.next().done) count++;
      expect(cut).toEqual(whole);
      expect(count).toBe(Math.ceil(Math.max(0, length - 1) / 65_536));
    }
  });
});
