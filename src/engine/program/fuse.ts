/**
 * Which calls need no pass over memory of their own. A map whose result is read by one formula, element by element, is
 * computed where it is read (`inlined`); one that is applied to the result of a kernel that nobody else reads is
 * applied before that kernel stores it (`chain`). What is left are the units that run.
 */
import type { Job, Root } from './Sym';

/** One kernel that runs, with the maps that follow it. */
export interface Unit {
  main: Job;
  /** applied in order to what `main` stores in its output `host` */
  chain: Job[];
  host: string | null;
  /** place in the order of the recording: all that it reads comes earlier */
  order: number;
}

export interface Fused {
  units: Unit[];
  /** maps that are computed where they are read */
  inlined: Set<Job>;
}

/**
 * @param jobs in the order of the recording, all of them needed
 * @param stored arrays that must be in memory: Adam reads them
 */
export function fuse(jobs: readonly Job[], stored: ReadonlySet<Root>): Fused {
  const readers = new Map<Root, { job: Job; input: string }[]>();
  for (const job of jobs) {
    for (const [input, { root }] of Object.entries(job.inputs)) {
      readers.set(root, [...(readers.get(root) ?? []), { job, input }]);
    }
  }
  const unitOf = new Map<Root, Unit>();
  const units: Unit[] = [];
  const chained = new Set<Job>();
  jobs.forEach((job, order) => {
    const hosts = (job.kernel.elementInputs ?? [])
      .map((name) => job.inputs[name])
      .filter((input) => {
        const unit = unitOf.get(input.root);
        return (
          unit?.host != null &&
          input.whole &&
          input.size === job.words.size &&
          readers.get(input.root)?.length === 1 &&
          !stored.has(input.root)
        );
      })
      .map((input) => unitOf.get(input.root) as Unit)
      // The one that runs last: the others are there by then.
      .sort((a, b) => b.order - a.order);
    const [unit] = hosts;
    if (unit) {
      unit.chain.push(job);
      unit.order = order;
      chained.add(job);
      unitOf.set(job.outputs.result, unit);
      return;
    }
    const made: Unit = { main: job, chain: [], host: null, order };
    units.push(made);
    // Not more than one: what is applied must know where.
    const [host] = job.kernel.hosts ?? [];
    if (host) {
      made.host = host;
      unitOf.set(job.outputs[host], made);
    }
  });

  // What others wait for must be there before them, not wherever it is read.
  const awaited = new Set(jobs.flatMap(({ after }) => after ?? []));
  const inlined = new Set<Job>();
  for (const job of jobs) {
    const { result } = job.outputs;
    if (!job.kernel.map || chained.has(job) || awaited.has(result)) continue;
    const all = readers.get(result) ?? [];
    const fits = all.every(({ job, input }) => job.kernel.inlineInputs?.includes(input));
    if (!stored.has(result) && fits && all.length > 0 && (all.length === 1 || job.kernel.cheap)) inlined.add(job);
  }
  const kept = units.filter(({ main }) => !inlined.has(main)).sort((a, b) => a.order - b.order);
  return { units: kept, inlined };
}

/** What of a unit is in memory after it ran. */
export function outputsOf({ main, chain, host }: Unit): { name: string; root: Root }[] {
  const last = chain[chain.length - 1];
  return Object.entries(main.outputs).map(([name, root]) => ({
    name,
    root: last && name === host ? last.outputs.result : root,
  }));
}
