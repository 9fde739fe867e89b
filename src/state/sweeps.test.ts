import { describe, expect, it } from 'vitest';
import { MODELS, modelSpec } from '@/models/catalog';
import { defaultConfig } from '@/models/config';
import type { ModelId } from '@/models/types';
import type { Run } from './runTypes';
import {
  LAYER_SWEEP,
  SEED,
  type SweepPlan,
  suggestedValues,
  sweepable,
  sweepProblems,
  sweepRuns,
  sweepsOf,
} from './sweeps';

describe('sweepRuns', () => {
  it('changes one parameter and nothing else', () => {
    const runs = sweepRuns(LAYER_SWEEP);
    expect(runs.map(({ config }) => config.numLayers)).toEqual([1, 2, 3, 4]);
    for (const { config, seed } of runs) {
      expect(seed).toBe(42);
      expect({ ...config, numLayers: 0 }).toEqual({ ...defaultConfig(modelSpec('lightgcn')), numLayers: 0 });
    }
  });

  it('changes the seed alone when that is swept', () => {
    const runs = sweepRuns({ ...LAYER_SWEEP, parameter: SEED, values: [7, 8] });
    expect(runs).toEqual([
      { config: LAYER_SWEEP.config, seed: 7 },
      { config: LAYER_SWEEP.config, seed: 8 },
    ]);
  });
});

describe('sweepsOf', () => {
  it('lists the newest first, whatever the order of the runs', () => {
    const run = (id: string, createdAt: number) =>
      ({
        id,
        createdAt,
        request: { model: 'ease' },
        sweep: { id: `sweep of ${createdAt}`, parameter: 'l2Reg' },
      }) as Run;
    const sweeps = sweepsOf([run('c', 2), run('a', 1), run('b', 1)]);
    expect(sweeps.map(({ id, runs }) => [id, runs.length])).toEqual([
      ['sweep of 2', 1],
      ['sweep of 1', 2],
    ]);
  });
});

describe('sweepProblems', () => {
  it('finds nothing wrong with the experiment of the handbook', () => {
    expect(sweepProblems(LAYER_SWEEP)).toEqual([]);
  });

  it('names the value that cannot be', () => {
    const plan: SweepPlan = { ...LAYER_SWEEP, values: [2, -1] };
    const problems = sweepProblems(plan);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ value, problem }) => value === -1 && problem.parameter === 'numLayers')).toBe(true);
  });
});

describe('suggestedValues', () => {
  it.each(MODELS.flatMap((spec) => [SEED, ...sweepable(spec).map(({ name }) => name)].map((name) => [spec.id, name])))(
    'of %s.%s are different, at least two, and can be trained with',
    (model, name) => {
      const spec = modelSpec(model as ModelId);
      const config = defaultConfig(spec);
      const values = suggestedValues(spec, name, config);
      expect(new Set(values).size).toBe(values.length);
      expect(values.length).toBeGreaterThan(1);
      const plan = { ...LAYER_SWEEP, model: spec.id, config, parameter: name, values };
      expect(sweepProblems(plan)).toEqual([]);
    },
  );
});
