import { describe, expect, it } from 'vitest';
import type { MetricTable } from '@/eval/types';
import type { ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { verdict } from './news';

function aRun(id: string, model: ModelId, test: number | null, hash = 'aaaa', status: Run['status'] = 'finished'): Run {
  const table = { values: { 'ndcg@10': test }, protocol: { hash } } as unknown as MetricTable;
  return {
    id,
    label: id,
    request: { model },
    neural: model !== 'popularity' && model !== 'random',
    status,
    finished: test === null ? null : { reason: 'completed', valid: table, test: table },
  } as Run;
}

describe('verdict', () => {
  it('waits for the last neural run', () => {
    expect(verdict([aRun('a', 'neumf', 0.2), aRun('b', 'sasrec', null, 'aaaa', 'running')], 'ndcg@10')).toBeNull();
    expect(verdict([aRun('p', 'popularity', 0.1)], 'ndcg@10')).toBeNull();
  });

  it('names the best run and how far it is above Popularity', () => {
    const found = verdict([aRun('a', 'neumf', 0.2), aRun('b', 'sasrec', 0.3), aRun('p', 'popularity', 0.1)], 'ndcg@10');
    expect(found?.best.id).toBe('b');
    expect(found?.aboveBaseline).toBeCloseTo(0.2);
    expect(found?.numRanked).toBe(2);
  });

  it('never ranks runs of different protocols together', () => {
    const runs = [
      aRun('old', 'neumf', 0.9, 'bbbb'),
      aRun('p', 'popularity', 0.1, 'bbbb'),
      aRun('new', 'sasrec', 0.3, 'aaaa'),
    ];
    expect(verdict(runs, 'ndcg@10')).toMatchObject({ baseline: null, aboveBaseline: null, numRanked: 1 });
    expect(verdict(runs, 'ndcg@10')?.best.id).toBe('new');
  });

  it('passes over failed runs', () => {
    expect(verdict([aRun('a', 'neumf', 0.2), aRun('b', 'sasrec', null, 'aaaa', 'failed')], 'ndcg@10')?.best.id).toBe(
      'a',
    );
  });
});
