import { describe, expect, it } from 'vitest';
import { type Run, UNSTARTED } from '@/state/runTypes';
import type { Sweep } from '@/state/sweeps';
import { spreadOf, sweepPoints } from './sweepPoints';

function aRun(layers: number, valid: number | null, test: number | null): Run {
  return {
    ...UNSTARTED,
    id: `run-${layers}`,
    request: { model: 'lightgcn', config: { numLayers: layers }, seed: 42 },
    history: valid === null ? [] : [{ epoch: 1, isBest: true, metrics: { values: { 'ndcg@10': valid }, numUsers: 9 } }],
    finished: test === null ? null : { valid: { values: { 'ndcg@10': valid } }, test: { values: { 'ndcg@10': test } } },
  } as unknown as Run;
}

const sweepOf = (...runs: Run[]): Sweep => ({ id: 's', model: 'lightgcn', parameter: 'numLayers', runs });

describe('sweepPoints', () => {
  it('marks the best on validation, not on test, in order of the values', () => {
    const points = sweepPoints(sweepOf(aRun(3, 0.3, 0.1), aRun(1, 0.2, 0.5), aRun(2, null, null)), 'ndcg@10');
    expect(points.map(({ value, valid, test, isBest }) => [value, valid, test, isBest])).toEqual([
      [1, 0.2, 0.5, false],
      [2, null, null, false],
      [3, 0.3, 0.1, true],
    ]);
  });

  it('marks nothing before two runs have ended', () => {
    const points = sweepPoints(sweepOf(aRun(1, 0.2, 0.5), aRun(2, 0.9, null)), 'ndcg@10');
    expect(points.some(({ isBest }) => isBest)).toBe(false);
  });
});

describe('spreadOf', () => {
  it('is the sample standard deviation', () => {
    expect(spreadOf([1, 2, null, 3])).toEqual({ mean: 2, sd: 1, count: 3 });
    expect(spreadOf([1, null])).toBeNull();
  });
});
