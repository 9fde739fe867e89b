/** Prepares, refits on train + validation, fits, and ranks test: the page's own code from file to number. */
import { prepare } from '@/data/prepare';
import { refitted } from '@/data/refit';
import type { InteractionTable } from '@/data/types';
import { evaluate } from '@/eval/evaluate';
import { protocolOf } from '@/eval/protocol';
import type { MetricKey } from '@/eval/types';
import { modelSpec } from '@/models/catalog';
import { defaultConfig, validateConfig } from '@/models/config';
import { BASELINES } from '@/models/registry';
import type { Config } from '@/models/types';
import type { Experiment } from './types';

export interface Measurement {
  /** every metric of the experiment's figures */
  values: Partial<Record<MetricKey, number>>;
  numUsers: number;
  fitSeconds: number;
  seconds: number;
}

/** The model's defaults with what the experiment changes. */
export function configOf({ model, config }: Experiment): Config {
  return { ...defaultConfig(modelSpec(model)), ...config };
}

/** @throws Error if the configuration is none, or parts of the split overlap */
export async function measure(experiment: Experiment, table: InteractionTable, seed: number): Promise<Measurement> {
  const { protocol, model, figures } = experiment;
  const began = performance.now();
  const config = configOf(experiment);
  const problems = validateConfig(modelSpec(model), config).filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new Error(`${experiment.id}: ${JSON.stringify(problems)}`);

  // No epoch or parameter is chosen here, so validation has nothing to say: it becomes training before test is read.
  const dataset = refitted(prepare(table, { ...protocol.settings, seed }));
  const { pairsInTwoParts, testOlderThanTrain } = dataset.summary.leakCheck;
  if (pairsInTwoParts > 0 || (testOlderThanTrain ?? 0) > 0) throw new Error(`${experiment.id}: the split leaks`);

  const data = {
    numUsers: dataset.userIds.length,
    numItems: dataset.items.length,
    train: dataset.train,
    popularity: dataset.popularity,
  };
  const fitBegan = performance.now();
  const fitted = await BASELINES[model](config, data, seed);
  const fitSeconds = (performance.now() - fitBegan) / 1000;
  const { candidates } = protocol;
  const { table: measured } = await evaluate(fitted, dataset, 'test', {
    protocol: protocolOf(dataset.summary, { candidates, numUsersSampled: null }),
    candidates,
  });
  return {
    values: Object.fromEntries(figures.map(({ metric }) => [metric, measured.values[metric]])),
    numUsers: measured.numUsers,
    fitSeconds,
    seconds: (performance.now() - began) / 1000,
  };
}
