import { describe, expect, it } from 'vitest';
import type { MetricTable, Protocol } from '@/eval/types';
import type { ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { metricCurves, metricLevels } from './curves';
import { marksOf, validProtocols } from './validProtocols';

const ALL = { users: 'all', hash: 'aaaa' } as Protocol;
const SOME = { users: '500 fixed users', hash: 'bbbb' } as Protocol;

function aRun(id: string, model: ModelId, protocol: Protocol, numUsers = 9): Run {
  const table = { protocol, numUsers, values: { 'ndcg@10': 0.1 } } as unknown as MetricTable;
  const neural = model === 'neumf';
  return {
    id,
    label: id,
    request: { model },
    neural,
    history: neural ? [{ epoch: 1, metrics: table, isBest: true }] : [],
    finished: neural ? null : { valid: table },
  } as unknown as Run;
}

describe('validProtocols', () => {
  const runs = [aRun('n', 'neumf', SOME), aRun('m', 'neumf', SOME), aRun('p', 'popularity', ALL)];

  it('names all ways of measuring, that of all users first', () => {
    expect(validProtocols(runs)).toEqual([
      { protocol: ALL, mark: '' },
      { protocol: SOME, mark: '*' },
    ]);
    expect(validProtocols(runs.slice(0, 2))).toEqual([{ protocol: SOME, mark: '' }]);
    expect(validProtocols([aRun('refit', 'neumf', ALL, 0)])).toEqual([]);
  });

  it('marks runs, lines and levels that were measured in another way', () => {
    expect(runs.map(marksOf(runs))).toEqual(['*', '*', '']);
    expect(metricCurves(runs, 'epoch', 'ndcg@10').map(({ label }) => label)).toEqual(['n*', 'm*']);
    expect(metricLevels(runs, 'ndcg@10').map(({ label }) => label)).toEqual(['p']);
    expect(metricCurves(runs.slice(0, 1), 'epoch', 'ndcg@10')[0].label).toBe('n');
  });
});
