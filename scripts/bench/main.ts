/** The command line of `npm run bench`; `scripts/bench.mjs` bundles and starts it. */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Places } from './commands';
import { type AdapterChoice, lavapipeDriver } from './nodeGpu';
import { type Figures, PARTS, type PartContext, type PartId, QUICK_PARTS } from './parts';

const MODELS = ['neumf', 'lightgcn', 'sasrec'];
/** In every file, measured or not. */
const KEYS = [
  'jsMsPerStep',
  'jsSpeedupOverTfjs',
  'dispatches',
  'msPerStep',
  'speedupOverTfjs',
  'timeRatioToTorch',
  'timeRatioToJaxJs',
  'gpuBytes',
];

/** @returns the exit code */
export async function main(args: string[], places: Places): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      models: { type: 'string', default: MODELS.join() },
      adapter: { type: 'string', default: lavapipeDriver() ? 'lavapipe' : 'gpu' },
      json: { type: 'string' },
    },
  });
  const adapter = values.adapter as AdapterChoice;
  if (adapter !== 'lavapipe' && adapter !== 'gpu') {
    console.error(`--adapter ${adapter}: there is lavapipe, gpu.`);
    return 2;
  }
  const all = Object.keys(PARTS) as PartId[];
  const chosen = values.only?.split(',') ?? (values.quick ? QUICK_PARTS : all);
  const unknown = chosen.filter((part) => !all.includes(part as PartId));
  if (unknown.length > 0) {
    console.error(`--only ${unknown.join(',')}: there is ${all.join(', ')}.`);
    return 2;
  }
  const models = values.models.split(',');
  if (models.some((model) => !MODELS.includes(model))) {
    console.error(`--models ${values.models}: there is ${MODELS.join(', ')}.`);
    return 2;
  }
  const figures: Figures = { adapter: null, torchThreads: null, denseFractionOfBest: null };
  for (const model of MODELS) for (const key of KEYS) figures[`${model}.${key}`] = null;
  console.log(
    `Load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores: times mean little when it is high, ratios more.`,
  );
  const context: PartContext = { places, adapter, quick: values.quick, models, figures };
  let failed = false;
  for (const part of chosen as PartId[]) {
    const started = performance.now();
    try {
      await PARTS[part](context);
    } catch (error) {
      failed = true;
      console.error(`${part}: ${error instanceof Error ? error.message : error}`);
    }
    console.error(`(${part}: ${Math.round((performance.now() - started) / 1000)} s)`);
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  return failed ? 1 : 0;
}
