/** Runs that differ in one parameter, queued together: the plan, its problems, its start and its end. */
import { modelSpec } from '@/models/catalog';
import { type ConfigProblem, defaultConfig, validateConfig } from '@/models/config';
import type { Config, ConfigValue, ModelId, ModelSpec, Parameter } from '@/models/types';
import { DEFAULT_EARLY_STOPPING, type EarlyStopping } from '@/train/types';
import { useRuns } from './runs';
import { hasEnded, type Run } from './runTypes';

/** A sweep over the seed says how much of a difference is luck. */
export const SEED = 'seed';
export const MAX_SWEEP_RUNS = 20;

export interface SweepPlan {
  model: ModelId;
  /** what all runs share */
  config: Config;
  /** a parameter of the model, or `seed` */
  parameter: string;
  /** one run each; numbers for the seed */
  values: ConfigValue[];
  seed: number;
  earlyStopping: EarlyStopping;
}

/** The handbook's experiment: LightGCN with one to four layers, all else at its default. */
export const LAYER_SWEEP: SweepPlan = {
  model: 'lightgcn',
  config: defaultConfig(modelSpec('lightgcn')),
  parameter: 'numLayers',
  values: [1, 2, 3, 4],
  seed: 42,
  earlyStopping: DEFAULT_EARLY_STOPPING,
};

/** The parameters whose values can be listed one by one; lists of layers cannot. */
export function sweepable(spec: ModelSpec): Parameter[] {
  return spec.parameters.filter(({ kind }) => kind === 'number' || kind === 'choice' || kind === 'toggle');
}

/**
 * A few values to begin with that can be trained with.
 * @param name a sweepable parameter of the model, or `seed`
 */
export function suggestedValues(spec: ModelSpec, name: string, config: Config): ConfigValue[] {
  if (name === SEED) return [1, 2, 3, 4, 5];
  const parameter = spec.parameters.find((candidate) => candidate.name === name);
  return candidates(parameter).filter((value) =>
    validateConfig(spec, { ...config, [name]: value }).every(({ severity }) => severity !== 'error'),
  );
}

function candidates(parameter: Parameter | undefined): ConfigValue[] {
  if (parameter?.kind === 'choice') return parameter.options;
  if (parameter?.kind === 'toggle') return [false, true];
  if (parameter?.kind !== 'number') return [];
  const { min, max, integer, scale, default: standard } = parameter;
  if (integer && max - min <= 9) return Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const steps =
    scale === 'log'
      ? [standard / 4, standard / 2, standard, standard * 2]
      : [0, 1, 2, 3].map((step) => min + (step * (max - min)) / 3);
  const rounded = steps.map((value) => (integer ? Math.round(value) : Number(value.toPrecision(3))));
  return [...new Set(rounded.filter((value) => value >= min && value <= max))];
}

/** The configuration and seed of each run of a plan. */
export function sweepRuns({ config, parameter, values, seed }: SweepPlan): { config: Config; seed: number }[] {
  return values.map((value) =>
    parameter === SEED ? { config, seed: value as number } : { config: { ...config, [parameter]: value }, seed },
  );
}

/** What forbids a plan, by the value that it comes from; empty when it can start. */
export function sweepProblems(plan: SweepPlan): { value: ConfigValue; problem: ConfigProblem }[] {
  return sweepRuns(plan).flatMap(({ config }, i) =>
    validateConfig(modelSpec(plan.model), config)
      .filter(({ severity }) => severity === 'error')
      .map((problem) => ({ value: plan.values[i], problem })),
  );
}

/** Queues a run for each value on the data set in use. @returns the sweep's id */
export async function startSweep(plan: SweepPlan): Promise<string> {
  const id = `sweep-${Date.now().toString(36)}`;
  const { model, parameter, earlyStopping } = plan;
  for (const run of sweepRuns(plan)) {
    await useRuns.getState().startRun({ model, ...run, earlyStopping, sweep: { id, parameter } });
  }
  return id;
}

/** Ends what is at work, and takes out what has not begun. */
export async function stopSweep(id: string): Promise<void> {
  for (const run of useRuns.getState().runs.filter((candidate) => candidate.sweep?.id === id)) {
    if (hasEnded(run.status)) continue;
    if (run.status === 'queued') await useRuns.getState().remove(run.id);
    else await useRuns.getState().stop(run.id);
  }
}

export interface Sweep {
  id: string;
  model: ModelId;
  parameter: string;
  runs: Run[];
}

/** The sweeps among runs, the newest first, whatever the order of the runs. */
export function sweepsOf(runs: readonly Run[]): Sweep[] {
  const sweeps = new Map<string, Sweep>();
  for (const run of runs) {
    if (run.sweep === null) continue;
    const { id, parameter } = run.sweep;
    const sweep = sweeps.get(id) ?? { id, model: run.request.model, parameter, runs: [] };
    sweep.runs.push(run);
    sweeps.set(id, sweep);
  }
  const startOf = ({ runs: [first] }: Sweep) => first.createdAt;
  return [...sweeps.values()].sort((a, b) => startOf(b) - startOf(a));
}

/** What a run of a sweep has for the sweep's parameter. */
export function sweptValue(run: Run, parameter: string): ConfigValue {
  return parameter === SEED ? run.request.seed : run.request.config[parameter];
}
