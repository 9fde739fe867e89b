import { describe, expect, it } from 'vitest';
import type { PreparedDataset } from '@/data/types';
import { evaluate } from '../evaluate';
import { measure } from '../measure';
import { protocolOf } from '../protocol';
import { datasetOf, fixedScorer } from '../testSupport';
import type { Slice, SliceFamilyId } from '../types';

const FULL = { candidates: 'full', numUsersSampled: null } as const;
// Items 0 .. 9, scored in that order.
const scorer = fixedScorer([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);

/** Six users with histories of 1, 1, 2, 3, 3 and 4 items, and one with nothing to find. */
function dataset(more: Partial<PreparedDataset> = {}): PreparedDataset {
  return datasetOf(
    10,
    {
      train: [[0], [0], [0, 1], [0, 1, 2], [0, 1, 2], [0, 1, 2, 3], [0]],
      valid: [[], [], [], [], [], [], []],
      test: [[1], [2, 9], [2], [3], [9], [4, 8], []],
    },
    more,
  );
}

async function slicesOf(family: SliceFamilyId, data: PreparedDataset): Promise<Slice[] | undefined> {
  const { slices } = await measure(scorer, data, 'test', FULL);
  return slices.find((table) => table.family === family)?.slices;
}

describe('slices by activity', () => {
  it('cuts users into thirds by training history, equal lengths together', async () => {
    const slices = await slicesOf('activity', dataset());
    expect(slices?.map(({ group, range, numUsers }) => ({ group, range, numUsers }))).toEqual([
      { group: 'low', range: { from: 1, to: 1 }, numUsers: 2 },
      { group: 'mid', range: { from: 2, to: 3 }, numUsers: 3 },
      { group: 'high', range: { from: 4, to: 4 }, numUsers: 1 },
    ]);
    // user 0: 1 first; user 1: 2 second of 1 2 3 ..
    expect(slices?.[0].values['mrr@5']).toBeCloseTo((1 + 1 / 2) / 2, 6);
    // user 2: first; user 3: first; user 4: 9 is 7th of 3 .. 9
    expect(slices?.[1].values['hitRate@5']).toBeCloseTo(2 / 3, 6);
    expect(slices?.[1].values['mrr@10']).toBeCloseTo((1 + 1 + 1 / 7) / 3, 6);
  });

  it('has one slice where all histories are equally long', async () => {
    const same = datasetOf(4, { train: [[0], [1]], valid: [[], []], test: [[2], [3]] });
    const { slices } = await measure(fixedScorer([4, 3, 2, 1]), same, 'test', FULL);
    expect(slices[0]).toMatchObject({ family: 'activity', slices: [{ group: 'low', numUsers: 2 }] });
  });
});

describe('slices by item popularity', () => {
  // training counts: item 0 seven, 1 four, 2 three, 3 one: of 15, item 0 is head, 1 and 2 are mid, the others tail
  it('counts only relevant items of the group, in lists as they are', async () => {
    const slices = await slicesOf('itemPopularity', dataset());
    expect(slices?.map(({ group, range, numUsers }) => ({ group, range, numUsers }))).toEqual([
      { group: 'mid', range: { from: 3, to: 4 }, numUsers: 3 },
      { group: 'tail', range: { from: 0, to: 1 }, numUsers: 4 },
    ]);
    // mid: user 0 finds 1 first, user 1 finds 2 second, user 2 finds 2 first
    expect(slices?.[0].values['mrr@5']).toBeCloseTo((1 + 1 / 2 + 1) / 3, 6);
    expect(slices?.[0].values['recall@5']).toBe(1);
    // tail: user 1's 9 is 9th; user 3's 3 first; user 4's 9 is 7th; user 5's 4 and 8 are 1st and 5th
    expect(slices?.[1].values['mrr@10']).toBeCloseTo((1 / 9 + 1 + 1 / 7 + 1) / 4, 6);
    expect(slices?.[1].values['precision@5']).toBeCloseTo((0 + 1 + 0 + 2) / 5 / 4, 6);
    expect(slices?.[1].values['recall@5']).toBeCloseTo((0 + 1 + 0 + 1) / 4, 6);
  });

  it('parts users where each has one relevant item: the slices average to the whole', async () => {
    const one = datasetOf(5, {
      train: [[0], [0], [0, 1], [1, 0]],
      valid: [[], [], [], []],
      test: [[1], [4], [2], [3]],
    });
    const { slices, table } = await measure(fixedScorer([5, 4, 3, 2, 1]), one, 'test', FULL);
    const groups = slices.find(({ family }) => family === 'itemPopularity')?.slices ?? [];
    const total = groups.reduce((sum, { numUsers, values }) => sum + numUsers * values['ndcg@5'], 0);
    expect(groups.reduce((sum, { numUsers }) => sum + numUsers, 0)).toBe(4);
    expect(total / 4).toBeCloseTo(table.values['ndcg@5'], 6);
  });

  it('counts an item once that is relevant twice, and none that was seen', async () => {
    const data = datasetOf(4, { train: [[0]], valid: [[]], test: [[0, 3, 3]] });
    const protocol = protocolOf(data.summary, FULL);
    const { table } = await evaluate(fixedScorer([4, 3, 2, 1]), data, 'test', { protocol });
    const { slices } = await measure(fixedScorer([4, 3, 2, 1]), data, 'test', FULL);
    const [tail] = slices.find(({ family }) => family === 'itemPopularity')?.slices ?? [];
    expect(tail.group).toBe('tail');
    expect(tail.values).toEqual(table.values);
  });
});

describe('slices by who the users are', () => {
  const userAttributes = {
    gender: ['F', 'M', 'F', '', 'M', 'F', 'M'],
    age: ['17', '18', '24', '25', '56', '', '33'],
    occupation: ['10', '2', '2', '10', '1', '1', '1'],
  };

  it('groups by gender, those of whom it is not known last', async () => {
    const slices = await slicesOf('gender', dataset({ userAttributes }));
    expect(slices?.map(({ group, numUsers }) => [group, numUsers])).toEqual([
      ['F', 3],
      ['M', 2],
      [null, 1],
    ]);
    // users 0, 2, 5: all first
    expect(slices?.[0].values['mrr@10']).toBe(1);
    expect(slices?.[1].values['mrr@10']).toBeCloseTo((1 / 2 + 1 / 7) / 2, 6);
  });

  it('groups by age in the bands of MovieLens, and by occupation in the order of numbers', async () => {
    const ages = await slicesOf('age', dataset({ userAttributes }));
    expect(ages?.map(({ group, numUsers }) => [group, numUsers])).toEqual([
      ['<18', 1],
      ['18-24', 2],
      ['25-34', 1],
      ['56+', 1],
      [null, 1],
    ]);
    const occupations = await slicesOf('occupation', dataset({ userAttributes }));
    expect(occupations?.map(({ group }) => group)).toEqual(['1', '2', '10']);
  });

  it('has no such slices where the data do not say', async () => {
    const { slices } = await measure(scorer, dataset(), 'test', FULL);
    expect(slices.map(({ family }) => family)).toEqual(['activity', 'itemPopularity']);
    const half = await measure(
      scorer,
      dataset({ userAttributes: { gender: userAttributes.gender, age: null, occupation: null } }),
      'test',
      FULL,
    );
    expect(half.slices.map(({ family }) => family)).toEqual(['activity', 'itemPopularity', 'gender']);
  });

  it('has no slices without users', async () => {
    const nobody = datasetOf(3, { train: [[0]], valid: [[]], test: [[]] });
    expect((await measure(fixedScorer([1, 2, 3]), nobody, 'test', FULL)).slices).toEqual([]);
  });
});
