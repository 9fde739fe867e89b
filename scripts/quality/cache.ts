/** Measurements that are done, in a JSON file by experiment and seed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configOf, type Measurement } from './measure';
import type { Experiment } from './types';

export class Cache {
  private readonly measured: Record<string, Measurement>;

  /** @param fresh forgets what the file holds */
  constructor(
    private readonly file: string,
    fresh: boolean,
  ) {
    this.measured = !fresh && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  get(experiment: Experiment, seed: number): Measurement | undefined {
    return this.measured[keyOf(experiment, seed)];
  }

  /** Written at once: whoever stops the program loses the measurement in progress only. */
  set(experiment: Experiment, seed: number, measurement: Measurement): void {
    this.measured[keyOf(experiment, seed)] = measurement;
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(this.measured, null, 1)}\n`);
  }
}

/** Everything that decides a number, but the code: --fresh after a change of that. */
function keyOf(experiment: Experiment, seed: number): string {
  const { id, protocol, model, figures } = experiment;
  const config = configOf(experiment);
  const metrics = figures.map(({ metric }) => metric);
  return JSON.stringify([id, protocol.set, protocol.settings, protocol.candidates, model, config, metrics, seed]);
}
