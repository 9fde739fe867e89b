import { describe, expect, it } from 'vitest';
import { DEFAULT_PREPARE } from '@/data/types';
import type { MetricTable, Protocol, UserComparison } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { Config, ModelId } from '@/models/types';
import type { Run } from '@/state/runTypes';
import { allParameters, changedParameters } from './changedParameters';
import { COLUMN_SETS, columnValue, sortedBy, VALUE_IDS } from './columns';
import {
  bestOf,
  defaultBaseline,
  groupProtocol,
  isMeasuredAlike,
  mixGroups,
  protocolDifferences,
  protocolGroups,
  testValue,
} from './groups';
import { sortRuns } from './sortRuns';

interface Wish {
  model?: ModelId;
  datasetKey?: string;
  hash?: string;
  test?: number | null;
  config?: Config;
  seed?: number;
}

function aRun(id: string, wish: Wish = {}): Run {
  const { model = 'neumf', datasetKey = 'data', hash = 'aaaa', test = 0.1, config = {}, seed = 42 } = wish;
  const table = { values: { 'ndcg@10': test }, protocol: { hash } } as unknown as MetricTable;
  return {
    id,
    label: id,
    request: { model, datasetKey, seed, config: { ...defaultConfig(modelSpec(model)), ...config } },
    dataset: { name: `name of ${datasetKey}` },
    neural: model !== 'popularity' && model !== 'random',
    finished: test === null ? null : { valid: table, test: table },
  } as Run;
}

const ids = (runs: Run[]) => runs.map((run) => run.id);

describe('protocolGroups', () => {
  it('never puts two protocols into one group, and lists the data in use first', () => {
    const groups = protocolGroups(
      [
        aRun('old', { datasetKey: 'other', hash: 'bbbb' }),
        aRun('new'),
        aRun('old too', { datasetKey: 'other', hash: 'bbbb' }),
      ],
      'data',
    );
    expect(groups.map((group) => [group.protocol?.hash, group.isCurrent, ids(group.runs)])).toEqual([
      ['aaaa', true, ['new']],
      ['bbbb', false, ['old', 'old too']],
    ]);
    expect(groups[1].datasetName).toBe('name of other');
  });

  it('separates protocols even on the same data', () => {
    expect(protocolGroups([aRun('a'), aRun('b', { hash: 'cccc' })], 'data')).toHaveLength(2);
  });

  it('separates protocols whose four digits are the same by chance', () => {
    const other = aRun('b');
    const { test } = other.finished as NonNullable<Run['finished']>;
    other.finished = {
      ...other.finished,
      test: { ...test, protocol: { ...test.protocol, seed: 7 } },
    } as Run['finished'];
    expect(protocolGroups([aRun('a'), other], 'data')).toHaveLength(2);
    expect(isMeasuredAlike(aRun('a'), other)).toBe(false);
    expect(isMeasuredAlike(aRun('a'), aRun('c'))).toBe(true);
  });

  it('lists refits of the data in use after it, and knows that they have its users', () => {
    const groups = protocolGroups(
      [
        aRun('far', { datasetKey: 'other', hash: 'bbbb' }),
        aRun('refit', { datasetKey: 'data/refit', hash: 'cccc' }),
        aRun('here'),
      ],
      'data',
    );
    expect(groups.map(({ runs, isCurrent, isOnData }) => [ids(runs)[0], isCurrent, isOnData])).toEqual([
      ['here', true, true],
      ['refit', false, true],
      ['far', false, false],
    ]);
  });

  it('knows how runs without numbers will be measured', () => {
    const run = aRun('running', { test: null });
    run.dataset = {
      ...run.dataset,
      fingerprint: 'abcd',
      refit: true,
      settings: { ...DEFAULT_PREPARE, seed: 7 },
      after: { users: 9, items: 9, interactions: 9 },
    } as Run['dataset'];
    expect(groupProtocol(protocolGroups([run], 'data')[0])).toMatchObject({ refit: true, seed: 7, candidates: 'full' });
  });

  it('lists a run without numbers with the finished ones on its data', () => {
    const [group, ...rest] = protocolGroups([aRun('running', { test: null }), aRun('done')], 'data');
    expect(rest).toEqual([]);
    expect(ids(group.runs)).toEqual(['running', 'done']);
    expect(group.protocol?.hash).toBe('aaaa');
  });

  it('keeps runs without any numbers apart by data', () => {
    const groups = protocolGroups([aRun('a', { test: null }), aRun('b', { test: null, datasetKey: 'other' })], 'data');
    expect(groups.map((group) => group.protocol)).toEqual([null, null]);
  });

  it('takes the strongest simple model that has numbers as the baseline', () => {
    const runs = [aRun('a'), aRun('p', { model: 'popularity' })];
    expect(defaultBaseline(protocolGroups(runs, 'data')[0])?.id).toBe('p');
    const waiting = [aRun('a'), aRun('p', { model: 'popularity', test: null })];
    expect(defaultBaseline(protocolGroups(waiting, 'data')[0])).toBeNull();
    const idOf = (...more: Run[]) => defaultBaseline(protocolGroups([...runs, ...more], 'data')[0])?.id;
    expect(idOf(aRun('m', { model: 'markov' }))).toBe('m');
    expect(idOf(aRun('m', { model: 'markov' }), aRun('s', { model: 'als' }))).toBe('s');
    expect(idOf(aRun('s', { model: 'als' }), aRun('e', { model: 'ease' }))).toBe('e');
  });
});

describe('protocolDifferences', () => {
  it('names what differs, and never the hash alone', () => {
    const random = { split: 'random', filter: 'all ratings', seed: 42, hash: 'aaaa' } as Protocol;
    expect(protocolDifferences(random, { ...random, split: 'leave-one-out', seed: 7, hash: 'bbbb' })).toEqual([
      'split',
      'seed',
    ]);
    expect(protocolDifferences(random, { ...random })).toEqual([]);
  });
});

describe('mixGroups', () => {
  it('knows who does not belong', () => {
    const [first, other] = protocolGroups([aRun('a'), aRun('b', { datasetKey: 'x', hash: 'bbbb' })], 'data');
    const mixed = mixGroups(first, [other]);
    expect(ids(mixed.runs)).toEqual(['a', 'b']);
    expect(mixed.strangers).toEqual(new Set(['b']));
    expect(mixed.protocol).toBe(first.protocol);
  });
});

describe('bestOf', () => {
  const value = (run: Run) => testValue(run, 'ndcg@10');

  it('marks all that tie', () => {
    expect(bestOf([aRun('a', { test: 0.3 }), aRun('b', { test: 0.3 }), aRun('c')], value)).toEqual(new Set(['a', 'b']));
  });

  it('marks nothing where there is nothing to be better than', () => {
    expect(bestOf([aRun('a'), aRun('r', { model: 'random', test: 0.9 })], value)).toEqual(new Set());
  });
});

describe('changedParameters', () => {
  const spec = modelSpec('neumf');

  it('shows what is not at its default when the run is the only one of its model', () => {
    const run = aRun('a', { config: { embeddingDim: 32 } });
    expect(changedParameters(run, spec, [run, aRun('l', { model: 'lightgcn' })])).toEqual([
      { name: 'embeddingDim', value: 32 },
    ]);
  });

  it('shows what tells two runs of a model apart, and nothing that they share', () => {
    const a = aRun('a', { config: { embeddingDim: 32, epochs: 3 } });
    const b = aRun('b', { config: { embeddingDim: 64, epochs: 3 }, seed: 7 });
    expect(changedParameters(a, spec, [a, b])).toEqual([
      { name: 'embeddingDim', value: 32 },
      { name: 'seed', value: 42 },
    ]);
  });

  it('compares lists by their values', () => {
    const a = aRun('a', { config: { hiddenLayers: [128, 64, 32] } });
    expect(changedParameters(a, spec, [a])).toEqual([]);
  });

  it('can show everything', () => {
    expect(allParameters(aRun('a'), spec)).toHaveLength(spec.parameters.length + 1);
  });
});

describe('sortRuns', () => {
  const runs = [
    aRun('a', { test: 0.2 }),
    aRun('b', { test: null }),
    aRun('c', { test: 0.3 }),
    aRun('d', { test: 0.2 }),
  ];
  const value = (run: Run) => testValue(run, 'ndcg@10');

  it('sorts both ways with what has no number last, and keeps the order of equals', () => {
    expect(ids(sortRuns(runs, true, value))).toEqual(['c', 'a', 'd', 'b']);
    expect(ids(sortRuns(runs, false, value))).toEqual(['a', 'd', 'c', 'b']);
  });

  it('sorts names', () => {
    expect(ids(sortRuns(runs, true, (run) => run.label))).toEqual(['d', 'c', 'b', 'a']);
  });
});

describe('columnValue', () => {
  const deltaOf = (run: Run, baseline: Run | null, anyway = false) =>
    columnValue(run, 'delta', { metric: 'ndcg@10', baseline, anyway });

  it('measures against another protocol only when asked to', () => {
    const baseline = aRun('p', { model: 'popularity', hash: 'bbbb', test: 0.1 });
    const run = aRun('a', { test: 0.25 });
    expect(deltaOf(run, baseline)).toBeNull();
    expect(deltaOf(run, baseline, true)).toBeCloseTo(0.15);
  });

  it('measures against a baseline of the same protocol only', () => {
    const baseline = aRun('p', { model: 'popularity', test: 0.1 });
    expect(deltaOf(aRun('a', { test: 0.25 }), baseline)).toBeCloseTo(0.15);
    expect(deltaOf(aRun('b', { test: 0.25, hash: 'bbbb' }), baseline)).toBeNull();
    expect(deltaOf(aRun('c', { test: 0.25 }), null)).toBeNull();
  });

  it('gives what the paired test against the baseline says, of runs beyond those with a card too', () => {
    const verdict = {
      interval: { low: -0.01, high: 0.03, confidence: 0.95 },
      pValue: 0.02,
      adjustedPValue: 0.06,
      wins: 5,
      ties: 2,
      losses: 3,
    } as UserComparison;
    const context = { metric: 'ndcg@10', baseline: null, verdicts: new Map([['a', verdict]]) } as const;
    const values = (run: Run) =>
      (['low', 'high', 'pValue', 'wins', 'ties', 'losses'] as const).map((id) => columnValue(run, id, context));
    expect(values(aRun('a'))).toEqual([-0.01, 0.03, 0.06, 5, 2, 3]);
    expect(values(aRun('b'))).toEqual([null, null, null, null, null, null]);
  });

  it('gives metrics of lists at the cutoff of the metric', () => {
    const run = aRun('a');
    const { test } = run.finished as NonNullable<Run['finished']>;
    const lists = { 'meanPopularity@5': 80, 'novelty@5': 3.5, 'longTail@5': 0.1, 'novelty@10': 9 };
    run.finished = { ...run.finished, test: { ...test, lists } } as unknown as Run['finished'];
    const context = { metric: 'recall@5', baseline: null } as const;
    expect(columnValue(run, 'meanPopularity', context)).toBe(80);
    expect(columnValue(run, 'novelty', context)).toBe(3.5);
    expect(columnValue(run, 'longTail', context)).toBe(0.1);
  });

  it('puts every column of every set into the CSV', () => {
    const values: readonly string[] = VALUE_IDS;
    for (const column of Object.values(COLUMN_SETS).flat()) expect(values).toContain(sortedBy(column));
  });
});
