import { describe, expect, it } from 'vitest';
import type { HostArrays } from '@/engine/types';
import { randomStream } from '@/lib/random';
import { randomData } from '../baselineSupport';
import type { Config, ExplainerSource } from '../types';
import { explainNeuMF, fitUser, halves, logits, neumfWeights, userLoss, userVectors } from './explain';
import { branchesOf } from './inside';
import { buildNeuMF } from './neumf';

const data = randomData(30, 25, 5);
const random = randomStream(9, 'init');

/** Parameters of a variant, shaken so that nothing is 0 or small. */
function valuesOf(variant: string, dim = 6, hiddenLayers = [7, 5]): HostArrays {
  const config: Config = { embeddingDim: dim, hiddenLayers, dropout: 0, variant };
  const model = buildNeuMF(config, data, 3, () => {
    throw new Error('NeuMF has no graph');
  });
  const values = model.initialParameters();
  for (const { data: numbers } of Object.values(values)) {
    for (let at = 0; at < numbers.length; at++) numbers[at] += 0.3 * random.normal();
  }
  return values;
}

/** The formulas of the paper, written again. */
function logitOf(values: HostArrays, dim: number, user: number, item: number): number {
  const row = (name: string, index: number) => [...values[name].data.subarray(index * dim, (index + 1) * dim)];
  let logit = values.hBias.data[0];
  if (values.gmfUser) {
    const q = row('gmfItem', item);
    row('gmfUser', user).forEach((p, f) => {
      logit += p * q[f] * values.hGmf.data[f];
    });
  }
  if (values.mlpUser) {
    let x = [...row('mlpUser', user), ...row('mlpItem', item)];
    for (let l = 1; values[`w${l}`]; l++) {
      const { data: w, shape } = values[`w${l}`];
      const before = x;
      x = [...values[`b${l}`].data].map((bias, o) =>
        Math.max(
          0,
          before.reduce((sum, value, i) => sum + value * w[i * shape[1] + o], bias),
        ),
      );
    }
    logit += x.reduce((sum, value, o) => sum + value * values.hMlp.data[o], 0);
  }
  return logit;
}

describe.each(['neumf', 'gmf', 'mlp'])('the halves of %s', (variant) => {
  const values = valuesOf(variant);
  const weights = neumfWeights(values, 6);

  it('come number by number from the branches', () => {
    for (let item = 0; item < data.numItems; item++) {
      const { gmf, mlp, bias, logit } = branchesOf(weights, 4, item);
      expect(logit).toBeCloseTo(logitOf(values, 6, 4, item), 6);
      expect((gmf?.sum ?? 0) + (mlp?.sum ?? 0) + bias).toBeCloseTo(logit, 12);
      const shown = halves(weights, userVectors(weights, 4), item);
      if (gmf) {
        expect(gmf.sum).toBeCloseTo(shown.gmf as number, 6);
        expect(gmf.products[2]).toBeCloseTo(
          values.hGmf.data[2] * values.gmfUser.data[4 * 6 + 2] * values.gmfItem.data[item * 6 + 2],
          10,
        );
      }
      if (mlp) {
        expect(mlp.layers.map((layer) => layer.length)).toEqual([12, 7, 5]);
        expect(mlp.sum).toBeCloseTo(shown.mlp as number, 6);
        const before = mlp.layers[0].reduce((sum, x, i) => sum + x * values.w1.data[i * 7 + 3], values.b1.data[3]);
        expect(mlp.layers[1][3]).toBeCloseTo(Math.max(0, before), 10);
      }
      expect([gmf === null, mlp === null]).toEqual([variant === 'mlp', variant === 'gmf']);
    }
  });

  it('add up to the logit', () => {
    for (let user = 0; user < 6; user++) {
      const all = logits(weights, userVectors(weights, user));
      for (let item = 0; item < data.numItems; item++) {
        const { gmf, mlp, bias } = halves(weights, userVectors(weights, user), item);
        expect(gmf === null).toBe(variant === 'mlp');
        expect(mlp === null).toBe(variant === 'gmf');
        const expected = logitOf(values, 6, user, item);
        expect(Math.abs((gmf ?? 0) + (mlp ?? 0) + bias - expected)).toBeLessThan(1e-5);
        expect(all[item]).toBeCloseTo(expected, 5);
      }
    }
  });

  it('have the gradient that central differences have', () => {
    const user = userVectors(weights, 2);
    const gradient = userVectors(weights, 0);
    const unused = userVectors(weights, 0);
    const items = [1, 4, 7, 20, 3];
    const labels = [1, 0, 0, 1, 0];
    userLoss(weights, user, items, labels, gradient);
    let largest = 0;
    for (const half of ['gmf', 'mlp'] as const) {
      for (let f = 0; f < 6; f++) {
        const value = user[half][f];
        user[half][f] = value + 1e-5;
        const up = userLoss(weights, user, items, labels, unused);
        user[half][f] = value - 1e-5;
        const down = userLoss(weights, user, items, labels, unused);
        user[half][f] = value;
        expect(gradient[half][f]).toBeCloseTo((up - down) / 2e-5, 6);
        largest = Math.max(largest, Math.abs(gradient[half][f]));
      }
    }
    expect(largest).toBeGreaterThan(0.01);
  });
});

describe('somebody new', () => {
  it('is put where the liked films are, and so are films like them', () => {
    // two tastes: the first half of the items has q = (1, 0), the others (0, 1); users have one of them
    const numItems = 20;
    const taste = (index: number, count: number) => (index < count / 2 ? [1, 0] : [0, 1]);
    const table = (count: number) =>
      Float32Array.from(Array.from({ length: count }, (_, index) => taste(index, count)).flat());
    const weights = {
      dim: 2,
      bias: -2,
      gmf: { users: table(10), items: table(numItems), h: Float32Array.of(4, 4) },
      mlp: null,
    };
    const scores = logits(weights, fitUser(weights, Int32Array.of(0, 1, 2)));
    expect(Math.min(...scores.subarray(0, 10)) - Math.max(...scores.subarray(10))).toBeGreaterThan(1);
    const others = logits(weights, fitUser(weights, Int32Array.of(15, 16)));
    expect(Math.min(...others.subarray(10)) - Math.max(...others.subarray(0, 10))).toBeGreaterThan(1);
  });

  it('fits the liked films better than the mean user, always the same', () => {
    const weights = neumfWeights(valuesOf('neumf'), 6);
    const liked = Int32Array.of(3, 9, 14, 1, 22);
    const mean = { gmf: new Float64Array(6), mlp: new Float64Array(6) };
    for (let user = 0; user < data.numUsers; user++) {
      const vectors = userVectors(weights, user);
      for (const half of ['gmf', 'mlp'] as const) {
        for (let f = 0; f < 6; f++) mean[half][f] += vectors[half][f] / data.numUsers;
      }
    }
    const labels = Array.from({ length: data.numItems }, (_, item) => Number(liked.includes(item)));
    const all = labels.map((_, item) => item);
    const unused = userVectors(weights, 0);
    const fitted = fitUser(weights, liked);
    expect(fitUser(weights, liked)).toEqual(fitted);
    const before = userLoss(weights, mean, all, labels, unused);
    expect(userLoss(weights, fitted, all, labels, unused)).toBeLessThan(0.8 * before);
  });
});

it('names the films of the history that point the same way', async () => {
  const values = valuesOf('gmf', 2);
  // angles: item k at k * 10 degrees
  for (let item = 0; item < data.numItems; item++) {
    const angle = (item * 10 * Math.PI) / 180;
    values.gmfItem.data.set([(item + 1) * Math.cos(angle), (item + 1) * Math.sin(angle)], item * 2);
  }
  const source = { values: async () => values } as ExplainerSource;
  const why = await explainNeuMF({ embeddingDim: 2 }, data, source).why(0, Int32Array.of(9, 2, 4), 1);
  if (why.kind !== 'halves') throw new Error(why.kind);
  expect(why.nearest.map(({ item }) => item)).toEqual([2, 4, 9]);
  expect(why.nearest[1].value).toBeCloseTo(Math.cos((30 * Math.PI) / 180), 5);
});
