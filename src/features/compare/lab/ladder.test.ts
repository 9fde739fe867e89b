import { describe, expect, it } from 'vitest';
import type { Measured } from '@/eval/types';
import type { Run } from '@/state/runTypes';
import { flips, ladder } from './ladder';

const runs = ['a', 'b', 'c'].map((id) => ({ id }) as Run);
const measured = (values: Record<string, number>) =>
  new Map(
    Object.entries(values).map(([id, value]) => [
      id,
      { table: { values: { 'ndcg@10': value } } } as unknown as Measured,
    ]),
  );

describe('ladder', () => {
  it('gives places in both ways and leaves out what has one number only', () => {
    const rungs = ladder(runs, measured({ a: 0.1, b: 0.3, c: 0.2 }), measured({ a: 0.9, b: 0.5 }), 'ndcg@10');
    expect(rungs.map(({ run, fullPlace, otherPlace }) => [run.id, fullPlace, otherPlace])).toEqual([
      ['b', 1, 2],
      ['a', 2, 1],
    ]);
  });
});

describe('flips', () => {
  it('finds the pairs that change their order, and no ties', () => {
    const found = flips(
      ladder(runs, measured({ a: 0.3, b: 0.2, c: 0.2 }), measured({ a: 0.4, b: 0.5, c: 0.4 }), 'ndcg@10'),
    );
    expect(found.map(({ better, worse }) => [better.id, worse.id])).toEqual([['a', 'b']]);
  });
});
