import { describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import { explainSASRec, leaveOneOut } from './explain';

const NUM_ITEMS = 40;
const asked: number[][] = [];
/** An item gets the sum over the sequence of film * place, plus its own number: order counts. */
const scorer: Scorer = {
  blockSize: 4,
  async score(users, history) {
    expect(users.length).toBeLessThanOrEqual(4);
    const scores = new Float32Array(users.length * NUM_ITEMS);
    users.forEach((user, b) => {
      const sequence = [...rowOf(history, user)];
      asked.push(sequence);
      const sum = sequence.reduce((total, film, place) => total + film * (place + 1), 0);
      for (let item = 0; item < NUM_ITEMS; item++) scores[b * NUM_ITEMS + item] = sum + item;
    });
    return scores;
  },
};

describe('SASRec', () => {
  it('compares the score with that of the sequence without a film', async () => {
    // 1 * 5 + 2 * 7 + 3 * 2 = 25, plus 3
    const why = await leaveOneOut(scorer, Int32Array.of(5, 7, 2), 3);
    expect(why).toEqual({
      kind: 'leftOut',
      score: 28,
      parts: [
        { item: 5, value: 25 - (7 + 4) },
        { item: 7, value: 25 - (5 + 4) },
        { item: 2, value: 6 },
      ],
      numEarlier: 0,
    });
  });

  it('leaves out each of the newest twenty and says how many are older', async () => {
    asked.length = 0;
    const history = Int32Array.from({ length: 25 }, (_, place) => place + 1);
    const why = await leaveOneOut(scorer, history, 0);
    expect(why.numEarlier).toBe(5);
    expect(why.parts.map(({ item }) => item)).toEqual([...history.subarray(5)]);
    expect(asked).toHaveLength(21);
    expect(asked[0]).toEqual([...history]);
    expect(asked[1]).toEqual([...history].filter((film) => film !== 6));
    expect(asked[20]).toEqual([...history.subarray(0, 24)]);
  });

  it('reads the sequence of somebody new', async () => {
    const nothing = async () => ({});
    const explainer = explainSASRec({}, {} as never, { scorer, values: nothing, snapshot: nothing });
    const scores = await explainer.foldIn(Int32Array.of(5, 7, 2));
    expect(scores).toHaveLength(NUM_ITEMS);
    expect(scores[3]).toBe(28);
  });
});
