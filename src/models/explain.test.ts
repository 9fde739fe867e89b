/** Baselines: what a score is made of adds up to the score, and the parts are what the formulas say. */
import { describe, expect, it } from 'vitest';
import { rowOf } from '@/lib/csr';
import { dataOf, denseOf, randomData } from './baselineSupport';
import { BASELINES } from './registry';
import type { BaselineId, Config, FittedBaseline } from './types';

const data = randomData(90, 24, 3);
const CONFIGS: Record<BaselineId, Config> = {
  ease: { l2Reg: 3, maxItems: 20 },
  als: { factors: 5, regularization: 0.05, unobservedWeight: 0.2, regExponent: 0.7, iterations: 4 },
  itemknn: { neighbours: 6, shrinkage: 1 },
  markov: {},
  popularity: {},
  random: {},
};
const fitted = (id: BaselineId) => BASELINES[id](CONFIGS[id], data, 7);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
/** a user of eight training items */
const USER = 8;
const history = rowOf(data.train, USER);

async function scoresOf(model: FittedBaseline, user: number): Promise<Float32Array> {
  return model.score(Int32Array.of(user), data.train);
}

describe.each(Object.keys(CONFIGS) as BaselineId[])('%s', (id) => {
  it('explains each score of a user by as much as it is', async () => {
    const model = await fitted(id);
    for (const user of [USER, 17, 1, 0]) {
      const scores = await scoresOf(model, user);
      for (let item = 0; item < data.numItems; item++) {
        expect(model.why(user, rowOf(data.train, user), item).score).toBeCloseTo(scores[item], 5);
      }
    }
  });
});

describe.each(['ease', 'itemknn', 'als'] as const)('contributions of %s', (id) => {
  it('are one for each film of the history and add up to the score', async () => {
    const model = await fitted(id);
    const scores = await scoresOf(model, USER);
    expect(history.length).toBeGreaterThan(4);
    let largest = 0;
    for (let item = 0; item < data.numItems; item++) {
      const why = model.why(USER, history, item);
      if (why.kind !== 'history') throw new Error(why.kind);
      expect(why.parts.map((part) => part.item)).toEqual([...history]);
      expect(Math.abs(sum(why.parts.map(({ value }) => value)) - scores[item])).toBeLessThan(1e-6);
      largest = Math.max(largest, ...why.parts.map(({ value }) => Math.abs(value)));
    }
    expect(largest).toBeGreaterThan(0.01);
  });
});

it('explains ItemKNN by cosines that the target has among its nearest', async () => {
  const model = await fitted('itemknn');
  const x = denseOf(data.train, data.numItems);
  const together = (i: number, j: number) => sum(x.map((row) => row[i] * row[j]));
  const similarity = (i: number, j: number) =>
    together(i, j) / (Math.sqrt(together(i, i) * together(j, j)) + (CONFIGS.itemknn.shrinkage as number));
  let numNeighbours = 0;
  for (let item = 0; item < data.numItems - 1; item++) {
    const why = model.why(USER, history, item);
    if (why.kind !== 'history') throw new Error(why.kind);
    for (const { item: from, value } of why.parts) {
      if (value === 0) continue;
      numNeighbours++;
      expect(value).toBeCloseTo(similarity(item, from), 6);
    }
  }
  expect(numNeighbours).toBeGreaterThan(20);
});

describe('ALS', () => {
  it('solves a new user as one of the training is solved', async () => {
    // with many rounds the last half round moves nothing: solving again over the finished items gives the user's own scores
    const model = await BASELINES.als({ ...CONFIGS.als, iterations: 400 }, data, 7);
    const scores = await scoresOf(model, USER);
    const folded = model.foldIn?.(history) ?? new Float32Array(0);
    expect(folded.length).toBe(data.numItems);
    for (let item = 0; item < data.numItems; item++) expect(folded[item]).toBeCloseTo(scores[item], 4);
  });

  it('is alone in not reading the history that it is given', async () => {
    for (const id of Object.keys(CONFIGS) as BaselineId[]) {
      expect((await fitted(id)).foldIn !== undefined, id).toBe(id === 'als');
    }
  });
});

it('explains Markov by what followed the last film', async () => {
  const small = dataOf([[0, 1], [0, 1], [0, 2], [3, 0], [1]], 4);
  const model = await BASELINES.markov({}, small, 1);
  expect(model.why(3, Int32Array.of(3, 0), 1)).toMatchObject({
    from: 0,
    count: 2,
    total: 3,
    backOff: expect.closeTo(3 / 5, 6),
  });
  expect(model.why(3, new Int32Array(0), 1)).toMatchObject({ from: null, count: 0, total: 0 });
});
