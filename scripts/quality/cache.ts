/** Measurements that are done, in a JSON file by experiment and seed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configOf, type Measurement } from './measure';
import type { Experiment } from './types';

export class Cache {
  private readonly measured: Record<string, Measurement>;

  /**
   * @param fresh forgets what the file holds
   * @param codeHash of the program: what another one measured does not count
   */
  constructor(
    private readonly file: string,
    fresh: boolean,
    private readonly codeHash: string,
  ) {
    this.measured = !fresh && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** @param dataHash of the data set's files */
  get(experiment: Experiment, seed: number, dataHash: string): Measurement | undefined {
    return this.measured[this.keyOf(experiment, seed, dataHash)];
  }

  /** Written at once: whoever stops the program loses the measurement in progress only. */
  set(experiment: Experiment, seed: number, dataHash: string, measurement: Measurement): void {
    this.measured[this.keyOf(experiment, seed, dataHash)] = measurement;
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(this.measured, null, 1)}\n`);
  }

  /** Everything that decides a number. */
  private keyOf(experiment: Experiment, seed: number, dataHash: string): string {
    const { id, protocol, model, figures } = experiment;
    const { set, settings, candidates } = protocol;
    const metrics = figures.map(({ metric }) => metric);
    const what = [id, set, settings, candidates, model, configOf(experiment), metrics, seed];
    return JSON.stringify([...what, this.codeHash, dataHash]);
  }
}
