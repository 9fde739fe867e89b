import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostArrays } from '@/engine/types';
import { type RowLists, rowListsFromPairs, rowOf } from '@/lib/csr';
import { randomStream } from '@/lib/random';
import type { BatchRequest, TrainingData } from '@/models/types';
import { createBatchSource, type EpochBatches } from './index';
import { createValidationBatches } from './validation';

function listsOf(rows: number[][]): RowLists {
  return rowListsFromPairs(
    rows.length,
    rows.flatMap((row, user) => row.map(() => user)),
    rows.flat(),
  );
}

function dataOf(rows: number[][], numItems: number): TrainingData {
  const popularity = new Int32Array(numItems);
  for (const item of rows.flat()) popularity[item]++;
  return { numUsers: rows.length, numItems, train: listsOf(rows), popularity };
}

/** Random different items for each user, lengths 0 .. 12. */
function randomData(seed: number): TrainingData {
  const random = randomStream(seed, 'synthetic');
  const rows = Array.from({ length: 9 }, () => {
    const items = Array.from({ length: 20 }, (_, item) => item).filter(() => random.uniform() < 0.3);
    return items.slice(0, 12);
  });
  rows[0] = [4, 2, 9];
  return dataOf(rows, 20);
}

const numbers = (batch: HostArrays, name: string) => Array.from(batch[name].data);
const allBatches = (epoch: EpochBatches) => Array.from({ length: epoch.steps }, (_, step) => epoch.batch(step));
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

const POINTWISE: BatchRequest = { kind: 'pointwise', batchSize: 16, numNegatives: 3, sampler: 'uniform' };
const PAIRWISE: BatchRequest = { kind: 'pairwise', batchSize: 8, sampler: 'popularity' };
const SEQUENCE: BatchRequest = { kind: 'sequence', batchSize: 4, maxLength: 5, sampler: 'uniform', numCandidates: 0 };

describe.each([POINTWISE, PAIRWISE, SEQUENCE])('$kind batches', (request) => {
  it('depend on seed and epoch alone', () => {
    const data = randomData(1);
    const straight = createBatchSource(request, data, 7);
    const epochs = [1, 2, 3].map((epoch) => allBatches(straight.epoch(epoch)));
    const late = createBatchSource(request, data, 7);
    expect(allBatches(late.epoch(3))).toEqual(epochs[2]);
    expect(allBatches(late.epoch(1))).toEqual(epochs[0]);
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(allBatches(createBatchSource(request, data, 8).epoch(1))).not.toEqual(epochs[0]);
  });

  it('are the same when they are drawn in pieces, with other epochs in between', () => {
    const source = createBatchSource(request, randomData(1), 7);
    const expected = allBatches(createBatchSource(request, randomData(1), 7).epoch(2));
    const drawing = source.drawing(2);
    let step = drawing.next();
    let pieces = 1;
    for (; !step.done; step = drawing.next(), pieces++) source.epoch(pieces);
    expect(pieces).toBeGreaterThan(2);
    expect(allBatches(step.value)).toEqual(expected);
  });

  it('have fixed shapes, weights that sum to 1, and the promised number of steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const source = createBatchSource(request, randomData(seed), seed);
        const epoch = source.epoch(1);
        expect(epoch.steps).toBe(source.stepsPerEpoch);
        const shape = request.kind === 'sequence' ? [request.batchSize, request.maxLength] : [request.batchSize];
        const size = shape.reduce((a, b) => a * b);
        for (let step = 0; step < epoch.steps; step++) {
          const batch = epoch.batch(step);
          for (const array of Object.values(batch)) {
            expect(array.shape).toEqual(shape);
            expect(array.data.length).toBe(size);
          }
          const weights = numbers(batch, 'weights');
          expect(sum(weights)).toBeCloseTo(1, 5);
          expect(weights.filter((weight) => weight > 0).length).toBe(epoch.countedRows(step));
          // padding is all zeros
          if (request.kind !== 'sequence') {
            weights.forEach((weight, row) => {
              if (weight === 0) for (const array of Object.values(batch)) expect(array.data[row]).toBe(0);
            });
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuse data without anything to train on', () => {
    expect(() => createBatchSource(request, dataOf([[], []], 5), 1)).toThrow(/nothing to train on/);
  });

  it('leave out a user who has every item, and take all others', () => {
    const rows = [
      [0, 1],
      [0, 1, 2],
      [2, 1],
    ];
    const source = createBatchSource(request, dataOf(rows, 3), 1);
    const without = createBatchSource(request, dataOf([rows[0], [], rows[2]], 3), 1);
    expect(source.samplesPerEpoch).toBe(without.samplesPerEpoch);
    for (const batch of allBatches(source.epoch(0))) {
      const weights = numbers(batch, 'weights');
      expect(sum(weights)).toBeCloseTo(1, 5);
      const negatives = batch.negatives ? numbers(batch, 'negatives') : numbers(batch, 'items');
      expect(negatives.every((item) => item >= 0 && item < 3)).toBe(true);
      if (batch.users) {
        const users = new Set(numbers(batch, 'users').filter((_, row) => weights[row] > 0));
        expect([...users].sort()).toEqual([0, 2]);
      }
    }
    expect(() => createBatchSource(request, dataOf([[0, 1]], 2), 1)).toThrow(/everyone in it has every item/);
  });
});

describe('pointwise batches', () => {
  it('hold each positive once and numNegatives unknown items for each, shuffled together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const data = randomData(seed);
        const source = createBatchSource(POINTWISE, data, seed);
        expect(source.samplesPerEpoch).toBe(data.train.items.length * 4);
        const positives: string[] = [];
        const negativesOf = new Array(data.numUsers).fill(0);
        for (const batch of allBatches(source.epoch(2))) {
          const [users, items, labels, weights] = ['users', 'items', 'labels', 'weights'].map((n) => numbers(batch, n));
          weights.forEach((weight, row) => {
            if (weight === 0) return;
            const known = rowOf(data.train, users[row]).includes(items[row]);
            expect(labels[row]).toBe(known ? 1 : 0);
            if (known) positives.push(`${users[row]}/${items[row]}`);
            else negativesOf[users[row]]++;
          });
        }
        expect(positives.length).toBe(data.train.items.length);
        expect(new Set(positives).size).toBe(positives.length);
        negativesOf.forEach((count, user) => {
          expect(count).toBe(3 * rowOf(data.train, user).length);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('are mixed: labels do not come in order', () => {
    const epoch = createBatchSource({ ...POINTWISE, batchSize: 64 }, randomData(3), 3).epoch(1);
    const labels = numbers(epoch.batch(0), 'labels');
    const positives = sum(labels);
    expect(positives).toBeGreaterThan(4);
    expect(positives).toBeLessThan(32);
  });
});

describe('pairwise batches', () => {
  it('hold each interaction once with one unknown item', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const data = randomData(seed);
        const source = createBatchSource(PAIRWISE, data, seed);
        expect(source.samplesPerEpoch).toBe(data.train.items.length);
        const seen: string[] = [];
        for (const batch of allBatches(source.epoch(5))) {
          const [users, positives, negatives, weights] = ['users', 'positives', 'negatives', 'weights'].map((n) =>
            numbers(batch, n),
          );
          weights.forEach((weight, row) => {
            if (weight === 0) return;
            const known = rowOf(data.train, users[row]);
            expect(known).toContain(positives[row]);
            expect(known).not.toContain(negatives[row]);
            seen.push(`${users[row]}/${positives[row]}`);
          });
        }
        expect(seen.length).toBe(data.train.items.length);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('sequence batches', () => {
  // user 0 is longer than the window, user 1 shorter, users 2 and 3 have nothing to predict
  const data = dataOf([[10, 11, 12, 13, 14, 15], [7, 8, 9], [3], []], 20);
  const request: BatchRequest = { kind: 'sequence', batchSize: 3, maxLength: 4, sampler: 'uniform', numCandidates: 0 };

  it('align inputs with the next item, on the right', () => {
    const source = createBatchSource(request, data, 1);
    expect(source.samplesPerEpoch).toBe(2);
    expect(source.stepsPerEpoch).toBe(1);
    const batch = source.epoch(1).batch(0);
    const rows = (name: string) => [0, 1, 2].map((row) => numbers(batch, name).slice(row * 4, row * 4 + 4));
    const first = rows('inputs')[0][3] === 14 ? 0 : 1; // users are shuffled
    const [long, short] = [first, 1 - first];
    expect(rows('inputs')[long]).toEqual([11, 12, 13, 14]);
    expect(rows('targets')[long]).toEqual([12, 13, 14, 15]);
    expect(rows('inputMask')[long]).toEqual([1, 1, 1, 1]);
    expect(rows('inputs')[short]).toEqual([0, 0, 7, 8]);
    expect(rows('targets')[short]).toEqual([0, 0, 8, 9]);
    expect(rows('inputMask')[short]).toEqual([0, 0, 1, 1]);
    // six positions count, each the same
    rows('weights')[long].forEach((weight) => {
      expect(weight).toBeCloseTo(1 / 6, 6);
    });
    expect(rows('weights')[short].map((weight) => weight > 0)).toEqual([false, false, true, true]);
    expect(rows('weights')[short][2]).toBeCloseTo(1 / 6, 6);
    // the third row is padding
    for (const name of Object.keys(batch)) expect(rows(name)[2]).toEqual([0, 0, 0, 0]);
    // negatives are unknown to the user, also items before the window
    for (const negative of rows('negatives')[long]) expect([10, 11, 12, 13, 14, 15]).not.toContain(negative);
    for (const negative of rows('negatives')[short].slice(2)) expect([7, 8, 9]).not.toContain(negative);
  });

  it('shuffle users from epoch to epoch', () => {
    const many = dataOf(
      Array.from({ length: 12 }, (_, user) => [user, user + 1]),
      20,
    );
    const source = createBatchSource({ ...request, batchSize: 12 }, many, 1);
    const firstItems = [1, 2, 3].map((epoch) => numbers(source.epoch(epoch).batch(0), 'inputs').join());
    expect(new Set(firstItems).size).toBe(3);
  });

  it('predict only validation items when validating, with the training items as context', () => {
    const valid = listsOf([[16, 17], [], [4], [5, 6]]);
    const [{ arrays: batch, share }, ...others] = createValidationBatches(
      { ...request, batchSize: 4 },
      data,
      valid,
      1,
    ).batches;
    expect(others).toEqual([]);
    expect(share).toBe(1);
    const rows = (name: string) => [0, 1, 2, 3].map((row) => numbers(batch, name).slice(row * 4, row * 4 + 4));
    expect(rows('inputs')).toEqual([
      [13, 14, 15, 16],
      [0, 0, 0, 3],
      [0, 0, 0, 5], // no training item: the second validation item follows the first
      [0, 0, 0, 0],
    ]);
    expect(rows('targets')).toEqual([
      [14, 15, 16, 17],
      [0, 0, 0, 4],
      [0, 0, 0, 6],
      [0, 0, 0, 0],
    ]);
    expect(rows('weights')).toEqual([
      [0, 0, 0.25, 0.25],
      [0, 0, 0, 0.25],
      [0, 0, 0, 0.25],
      [0, 0, 0, 0],
    ]);
    for (const negative of rows('negatives')[0].slice(2)) {
      expect([10, 11, 12, 13, 14, 15, 16, 17]).not.toContain(negative);
    }
  });
});

describe('validation batches', () => {
  const data = dataOf([[0, 1, 2], [3], [0, 1, 2, 3]], 6);
  const valid = listsOf([[4], [0, 5], [4, 5]]); // user 2 knows everything
  const known = [
    [0, 1, 2, 4],
    [0, 3, 5],
  ];

  it('are the same every time, with negatives in neither part', () => {
    for (const request of [POINTWISE, PAIRWISE]) {
      const validation = createValidationBatches(request, data, valid, 4);
      const first = [...validation.batches];
      expect([...validation.batches]).toEqual(first);
      expect([...createValidationBatches(request, data, valid, 4).batches]).toEqual(first);
    }
    expect([...createValidationBatches(POINTWISE, data, valid, 5).batches]).not.toEqual([
      ...createValidationBatches(POINTWISE, data, valid, 4).batches,
    ]);
    const [{ arrays: batch }] = createValidationBatches(POINTWISE, data, valid, 4).batches;
    const [users, items, labels, weights] = ['users', 'items', 'labels', 'weights'].map((n) => numbers(batch, n));
    const positives: string[] = [];
    weights.forEach((weight, row) => {
      if (weight === 0) return;
      if (labels[row] === 1) positives.push(`${users[row]}/${items[row]}`);
      else expect(known[users[row]]).not.toContain(items[row]);
    });
    expect(positives.sort()).toEqual(['0/4', '1/0', '1/5']);
    expect(weights.filter((weight) => weight > 0).length).toBe(12);

    const [{ arrays: pairs }] = createValidationBatches(PAIRWISE, data, valid, 4).batches;
    expect(numbers(pairs, 'weights').filter((weight) => weight > 0).length).toBe(3);
    const negatives = numbers(pairs, 'negatives');
    const pairUsers = numbers(pairs, 'users');
    for (let row = 0; row < 3; row++) expect(known[pairUsers[row]]).not.toContain(negatives[row]);
  });

  it('share the loss by the rows that count', () => {
    const shares = Array.from(
      createValidationBatches({ ...PAIRWISE, batchSize: 2 }, data, valid, 1).batches,
      (b) => b.share,
    );
    expect(shares).toEqual([2 / 3, 1 / 3]);
  });

  it('are none when there is nothing to validate on', () => {
    const nothing = listsOf([[], [], []]);
    for (const request of [POINTWISE, PAIRWISE, SEQUENCE]) {
      expect([...createValidationBatches(request, data, nothing, 1).batches]).toEqual([]);
    }
  });
});
