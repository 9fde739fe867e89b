import { expect, it } from 'vitest';
import type { UserMetrics } from '@/eval/types';
import { extremes, pairUsers } from './userPairs';

const metrics = (users: number[], ndcg: number[]) =>
  ({ users: Int32Array.from(users), values: { 'ndcg@10': Float32Array.from(ndcg) } }) as unknown as UserMetrics;

it('pairs by user, not by place', () => {
  const pairs = pairUsers(metrics([1, 2, 5], [0.25, 0.5, 1]), metrics([2, 5, 9], [0.75, 0, 1]), 'ndcg@10');
  expect(pairs).toEqual([
    { user: 2, x: 0.5, y: 0.75 },
    { user: 5, x: 1, y: 0 },
  ]);
  expect(extremes(pairs, 5)).toEqual({ ahead: [pairs[0]], behind: [pairs[1]] });
});
