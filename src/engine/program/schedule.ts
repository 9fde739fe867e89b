/**
 * Puts units that do not wait for one another into one dispatch. Small kernels cost more to launch than to run, so the
 * length of a step is the number of dispatches; the longest chain of dependencies is the least it can be.
 */
import { MOST_IMAGES } from '../kernels/gpu/images';
import type { Binding } from './DispatchWriter';
import type { Fused, Unit } from './fuse';
import { outputsOf } from './fuse';
import type { Job, Root } from './Sym';

/**
 * @param bindingsOf the buffers that a unit binds by itself
 * @param maxBindings storage buffers that a dispatch may bind
 * @param shareLarge gives large kernels dispatches of their own, so that equal ones share a shader
 * @returns units by dispatch, in order
 */
export function schedule(
  fused: Fused,
  bindingsOf: (unit: Unit) => readonly Binding[],
  maxBindings: number,
  shareLarge: boolean,
): Unit[][] {
  const { units } = fused;
  const makerOf = new Map<Root, Unit>();
  for (const unit of units) for (const { root } of outputsOf(unit)) makerOf.set(root, unit);
  const waitsFor = new Map(units.map((unit) => [unit, makersRead(unit, fused, makerOf)]));
  const rest = lengthsToEnd(units, waitsFor);

  const done = new Set<Unit>();
  const dispatches: Unit[][] = [];
  while (done.size < units.length) {
    const ready = units
      .filter((unit) => !done.has(unit) && [...(waitsFor.get(unit) as Set<Unit>)].every((other) => done.has(other)))
      .sort((a, b) => (rest.get(b) as number) - (rest.get(a) as number) || a.order - b.order);
    if (ready.length === 0) throw new Error('calls wait for one another');
    const chosen: Unit[] = [];
    let bound = new Map<string, Binding>();
    for (const unit of ready) {
      const alone = shareLarge && unit.main.kernel.large === true;
      if (chosen.length > 0 && (alone || (shareLarge && chosen[0].main.kernel.large))) continue;
      const together = join(bound, bindingsOf(unit));
      if (!together || (chosen.length > 0 && together.size > maxBindings)) continue;
      if (together.size > maxBindings) throw new Error(`a kernel binds ${together.size} buffers of ${maxBindings}`);
      bound = together;
      chosen.push(unit);
    }
    for (const unit of chosen) done.add(unit);
    dispatches.push(chosen);
  }
  return dispatches;
}

/**
 * Both sets of bindings, or null where one writes what the other reads: WebGPU allows no such pair in a dispatch. Null
 * also where that makes too many images.
 */
function join(bound: ReadonlyMap<string, Binding>, more: readonly Binding[]): Map<string, Binding> | null {
  const all = new Map(bound);
  const written = new Map<Binding['key'], boolean>([...bound.values()].map(({ key, write }) => [key, write]));
  for (const binding of more) {
    const before = written.get(binding.key);
    if (before !== undefined && before !== binding.write) return null;
    all.set(`${binding.key} ${binding.type}`, binding);
  }
  const images = [...all.values()].filter(({ image }) => image);
  if (images.length > MOST_IMAGES) return null;
  return all;
}

function makersRead(unit: Unit, { inlined }: Fused, makerOf: ReadonlyMap<Root, Unit>): Set<Unit> {
  const makers = new Set<Unit>();
  const visit = (job: Job) => {
    for (const root of [...Object.values(job.inputs).map((input) => input.root), ...(job.after ?? [])]) {
      const maker = makerOf.get(root);
      if (maker && maker !== unit) makers.add(maker);
      else if (root.source.kind === 'job' && inlined.has(root.source.job)) visit(root.source.job);
    }
  };
  for (const job of [unit.main, ...unit.chain]) visit(job);
  return makers;
}

/** Units on the longest way from each to the end, itself included. */
function lengthsToEnd(units: readonly Unit[], waitsFor: ReadonlyMap<Unit, ReadonlySet<Unit>>): Map<Unit, number> {
  const lengths = new Map(units.map((unit) => [unit, 1]));
  // In order, everything comes after what it waits for.
  for (const unit of [...units].reverse()) {
    for (const other of waitsFor.get(unit) as Set<Unit>) {
      lengths.set(other, Math.max(lengths.get(other) as number, (lengths.get(unit) as number) + 1));
    }
  }
  return lengths;
}
