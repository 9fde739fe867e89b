import { describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/csr';
import type { Scorer } from '@/lib/scorer';
import { randomData } from '../baselineSupport';
import { readSequence } from './attention';
import { explainSASRec, leaveOneOut } from './explain';
import { blocksOf } from './inside';
import { buildSASRec } from './sasrec';

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

describe('the way through the blocks', () => {
  const config = { hiddenUnits: 6, numBlocks: 2, numHeads: 2, maxSeqLength: 5, dropoutRate: 0, loss: 'softmax' };
  const model = buildSASRec({ ...config, learningRate: 1e-3, batchSize: 1, epochs: 1 }, randomData(3, 12), 4, () => {
    throw new Error('SASRec has no graph');
  });
  const sequence = Int32Array.of(3, 9, 1, 7);
  const reading = readSequence(model.initialParameters(), config, sequence);
  const told = blocksOf(reading, sequence, 5);
  const length = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

  it('adds up: each stage is the one before and what its two parts add', () => {
    expect(reading.stages).toHaveLength(3);
    const lastOf = (values: Float64Array) => values.subarray(3 * 6, 4 * 6);
    reading.stages.forEach(({ state, added }, stage) => {
      const before = stage === 0 ? new Float64Array(state.length) : reading.stages[stage - 1].state;
      const sums = before.map((value, at) => value + added[0][at] + added[1][at]);
      expect([...state]).toEqual([...sums].map((value) => expect.closeTo(value, 12)));
      expect(told.stages[stage].norm).toBeCloseTo(length(lastOf(state)), 12);
      expect(told.stages[stage].added[1]).toBeCloseTo(length(lastOf(added[1])), 12);
      expect(told.states[stage]).toEqual([...lastOf(state)]);
    });
    expect(told).toMatchObject({ last: 7, numRead: 4, numEarlier: 0 });
    expect(told.stages[0].cosine).toBeNull();
  });

  it('ends in the list itself, without the films that were read', () => {
    const scores = reading.scoresAfter(3);
    const unseen = [0, 2, 4, 5, 6, 8, 10, 11].sort((a, b) => scores[b] - scores[a]);
    const { top, rankOfNext } = told.stages[2];
    expect(top.map(({ item }) => item)).toEqual(unseen.slice(0, top.length));
    expect(top[0].value).toBe(scores[unseen[0]]);
    expect(rankOfNext).toBe(unseen.indexOf(5) + 1);
    expect(told.stages[0].top.map(({ item }) => item)).not.toEqual(top.map(({ item }) => item));
  });

  it('reads only the newest films, and says so', () => {
    const longer = Int32Array.of(2, 4, 6, 8, 10, 3, 9);
    const read = readSequence(model.initialParameters(), config, longer);
    expect(blocksOf(read, longer, null)).toMatchObject({ numRead: 5, numEarlier: 2, last: 9 });
  });
});

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
