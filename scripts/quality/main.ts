/** The program behind `npm run quality`; its usage is in scripts/quality.mjs. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { InteractionTable } from '@/data/types';
import { Cache } from './cache';
import { EXPERIMENTS } from './experiments';
import { measure } from './measure';
import { hashSet, readSet, type SetId } from './readSets';
import { formatTable, type JudgedRow, rowsOf } from './table';
import type { Experiment } from './types';

export interface Environment {
  /** the folder with the data sets */
  folder: string | null;
  cacheFile: string;
  /** of the program with all that it imports */
  codeHash: string;
}

/** @returns the exit code: 1 where a target is missed */
export async function main(args: string[], environment: Environment): Promise<number> {
  const { values: options } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      json: { type: 'string' },
      cache: { type: 'string', default: environment.cacheFile },
      fresh: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  if (options.list) {
    for (const { id, seeds, long } of EXPERIMENTS) console.log(`${id}  ${seeds.length} seeds${long ? ', long' : ''}`);
    return 0;
  }
  const chosen = choose(options.quick, options.only);
  if (chosen.length === 0) {
    console.error(`No experiment is named like that. There are ${EXPERIMENTS.map(({ id }) => id).join(', ')}.`);
    return 1;
  }
  if (environment.folder === null) {
    console.error('MOVIELENS_DIR has to name the folder with ml-100k.zip, ml-1m.zip, ml-1m-ncf and ml-1m-sasrec.');
    return 1;
  }

  const cache = new Cache(options.cache, options.fresh, environment.codeHash);
  const hashes = new Map<SetId, string>();
  const tables = new Map<SetId, InteractionTable>();
  const rows: JudgedRow[] = [];
  for (const experiment of chosen) {
    const { set } = experiment.protocol;
    const dataHash = hashes.get(set) ?? (await hashSet(set, environment.folder));
    hashes.set(set, dataHash);
    const seeds = options.quick ? experiment.seeds.slice(0, 1) : experiment.seeds;
    const measurements = [];
    for (const seed of seeds) {
      let measurement = cache.get(experiment, seed, dataHash);
      const isKept = measurement !== undefined;
      if (measurement === undefined) {
        const table = tables.get(set) ?? (await readSet(set, environment.folder));
        tables.set(set, table);
        measurement = await measure(experiment, table, seed);
        cache.set(experiment, seed, dataHash, measurement);
      }
      measurements.push(measurement);
      const metrics = Object.entries(measurement.values).map(([metric, value]) => `${metric} ${value.toFixed(4)}`);
      const time = isKept
        ? 'kept'
        : `fit ${measurement.fitSeconds.toFixed(1)} s, all ${measurement.seconds.toFixed(1)} s`;
      console.log(`${experiment.id}  seed ${seed}  ${metrics.join('  ')}  ${measurement.numUsers} users  (${time})`);
    }
    rows.push(...rowsOf(experiment, seeds, measurements));
    if (options.json)
      writeFileSync(
        options.json,
        `${JSON.stringify(
          rows.map(({ row }) => row),
          null,
          2,
        )}\n`,
      );
  }
  console.log(`\n${formatTable(rows)}`);
  const missed = rows.filter(({ met }) => !met).length;
  console.log(missed === 0 ? `\nAll ${rows.length} targets met.` : `\n${missed} of ${rows.length} targets missed.`);
  return missed === 0 ? 0 : 1;
}

function choose(quick: boolean, only: string | undefined): Experiment[] {
  const named = only?.split(',');
  return EXPERIMENTS.filter(
    ({ id, quick: isQuick, long }) => (!quick || isQuick) && (named ? named.some((text) => id.includes(text)) : !long),
  );
}
