/**
 * Decides where gradients are added up. Those of parameters are left in parts: Adam sums them as it reads them,
 * partial sums as well as the rows of lookups, through lists that the CPU sorts by id. Others are summed by a kernel.
 */
import { type GpuKernel, MAP_ELEMENTS } from '../kernels/gpu/GpuKernel';
import { SUM_OCCURRENCES } from '../kernels/scatterRows/scatterRows';
import { PAD_ROWS, SLICE_COLUMNS } from '../kernels/slices/slices';
import { SUM_SLABS } from '../kernels/sumSlabs/sumSlabs';
import { type Recording, SCATTER } from './Recorder';
import { type Job, type Root, Sym } from './Sym';

/** Rows of a lookup's gradient: row r belongs to the id at `start` + r of a field. */
export interface ListPiece {
  field: string;
  start: number;
  count: number;
  /** where this is 0 in the batch, the row is left out */
  counts: { field: string; start: number } | null;
  /** added to the ids: where the table begins in what is summed into */
  rowOffset: number;
  /** where the rows are: `first` elements into the array, `stride` apart */
  root: Root;
  first: number;
  stride: number;
}

/** For each row of `numRows`, where its pieces' rows are in the gradient buffer of `colour`. */
export interface OccurrenceList {
  field: string;
  numRows: number;
  colour: number;
  pieces: ListPiece[];
}

export type GradientSource =
  | { kind: 'slabs'; root: Root; first: number; count: number; stride: number }
  | { kind: 'list'; list: OccurrenceList };

export interface Resolved {
  jobs: Job[];
  /** what Adam adds up, by parameter */
  gradients: Map<string, { shape: number[]; sources: GradientSource[] }>;
  lists: OccurrenceList[];
  /** in which gradient buffer an array is; all others are in buffers that are used again */
  colours: Map<Root, number>;
}

/** Bindings of Adam are few: so many gradient buffers at most. */
export const MAX_COLOURS = 3;

type Term = { kind: 'dense'; sym: Sym } | { kind: 'slabs'; sym: Sym; count: number; stride: number } | RowsTerm;
type RowsTerm = { kind: 'rows'; ids: Sym; rows: Sym; counts?: Sym; rowOffset: number };

/** @param nextId for arrays that are made here */
export function resolveGradients(recording: Recording): Resolved {
  const readers = countReaders(recording);
  const colours = new Map<Root, number>();
  const lists: OccurrenceList[] = [];
  const isSum = ({ kernel }: Job) => /^elementwise\/sum\d+\//.test(kernel.key);

  /** What a value is the sum of, as far down as nobody else reads the parts. */
  function termsOf(sym: Sym, top: boolean): Term[] {
    const { job } = sym;
    if (!job || !sym.whole || (!top && readers(sym.root) > 1)) return [{ kind: 'dense', sym }];
    if (isSum(job)) return Object.values(job.inputs).flatMap((input) => termsOf(input, false));
    if (job.kernel === SCATTER) {
      const { ids, rows, counts } = job.inputs;
      return [{ kind: 'rows', ids, rows, counts, rowOffset: 0 }];
    }
    if (job.kernel === SUM_SLABS) {
      return [{ kind: 'slabs', sym: job.inputs.slabs, count: job.words.count, stride: job.words.stride }];
    }
    if (job.kernel === PAD_ROWS) {
      const terms = termsOf(job.inputs.x, false);
      if (terms.every((term): term is RowsTerm => term.kind === 'rows')) {
        return terms.map((term) => ({ ...term, rowOffset: term.rowOffset + job.words.first / sym.shape[1] }));
      }
    }
    return [{ kind: 'dense', sym }];
  }

  function pieceOf({ ids, rows, counts, rowOffset }: RowsTerm): ListPiece {
    const { source } = ids.root;
    if (source.kind !== 'batch') throw new Error('ids must be a field of the batch');
    const columns = rows.size / Math.max(1, ids.size);
    const counted = counts?.root.source;
    const piece = {
      ...{ field: source.field, start: ids.offset, count: ids.size, rowOffset },
      counts: counted?.kind === 'batch' ? { field: counted.field, start: (counts as Sym).offset } : null,
    };
    const { job } = rows;
    if (job?.kernel === SLICE_COLUMNS && readers(rows.root) === 1 && job.inputs.x.whole) {
      return { ...piece, root: job.inputs.x.root, first: job.words.start, stride: job.words.columns };
    }
    return { ...piece, root: rows.root, first: rows.offset, stride: columns };
  }

  /** Into the first gradient buffer that what computes it does not read. */
  function pin(root: Root, first: number): number {
    const known = colours.get(root);
    if (known !== undefined) return known;
    const read = new Set<number>();
    if (root.source.kind === 'job') {
      for (const input of Object.values(root.source.job.inputs)) {
        const colour = colours.get(input.root);
        if (colour !== undefined) read.add(colour);
      }
    }
    let colour = first;
    while (read.has(colour)) colour++;
    if (colour >= MAX_COLOURS) throw new Error('gradients of gradients need more buffers than Adam binds');
    colours.set(root, colour);
    return colour;
  }

  /** Lists of what is looked up, one for each gradient buffer. @param first 1 where other kernels than Adam read it */
  function listsOf(terms: RowsTerm[], numRows: number, first: 0 | 1): OccurrenceList[] {
    const byColour = new Map<number, ListPiece[]>();
    for (const piece of terms.map(pieceOf)) {
      const colour = pin(piece.root, Math.max(first, Math.min(1, readers(piece.root) - 1)));
      byColour.set(colour, [...(byColour.get(colour) ?? []), piece]);
    }
    return [...byColour].map(([colour, pieces]) => {
      const list = { field: `list ${lists.length}`, numRows, colour, pieces };
      lists.push(list);
      return list;
    });
  }

  // Sums that others than Adam read come first: their rows' place does not depend on the parameters'.
  let nextId = 1 + Math.max(0, ...recording.jobs.flatMap(({ outputs }) => Object.values(outputs).map(({ id }) => id)));
  const ofParameters = new Set([...recording.gradients.values()].flatMap(({ terms }) => terms.map(({ root }) => root)));
  const jobs: Job[] = [];
  for (const job of recording.jobs) {
    jobs.push(job);
    const root = job.outputs.result;
    if (!root || !(job.kernel === SCATTER || job.kernel === PAD_ROWS || isSum(job))) continue;
    if (ofParameters.has(root) || absorbed(recording, root, isSum)) continue;
    const columns = columnsOf(job);
    const terms = termsOf(new Sym(root, [root.size / columns, columns]), true);
    const rows = terms.filter((term) => term.kind === 'rows');
    if (rows.length === 0) continue;
    jobs.pop();
    const numRows = root.size / columns;
    const parts: Sym[] = terms.flatMap((term) => (term.kind === 'dense' ? [term.sym] : []));
    if (terms.some(({ kind }) => kind === 'slabs')) throw new Error('partial sums beside lookups are not summed yet');
    const made = listsOf(rows, numRows, 1);
    made.forEach((list, k) => {
      const last = k === made.length - 1 && parts.length === 0;
      const sums: Root = last ? root : { id: nextId++, size: root.size, dtype: 'float32', source: root.source };
      const quads = Math.ceil(columns / 4);
      const added: Job = {
        id: job.id,
        kernel: SUM_OCCURRENCES,
        inputs: {
          occurrences: new Sym(
            { id: nextId++, size: 0, dtype: 'int32', source: { kind: 'batch', field: list.field } },
            [numRows + 1 + list.pieces.reduce((sum, { count }) => sum + count, 0)],
          ),
          rows: new Sym(
            { id: nextId++, size: 0, dtype: 'float32', source: { kind: 'gradients', colour: list.colour } },
            [0],
          ),
        },
        outputs: { sums },
        words: { numRows, dimension: columns, quads },
        threads: numRows * quads,
        after: list.pieces.map((piece) => piece.root),
      };
      sums.source = { kind: 'job', job: added };
      jobs.push(added);
      if (!last) parts.push(new Sym(sums, [root.size]));
    });
    if (parts.length > 1 || (parts.length === 1 && parts[0].root !== root)) {
      const summed = sumJob(job.id, parts, root);
      root.source = { kind: 'job', job: summed };
      jobs.push(summed);
    }
  }

  const gradients: Resolved['gradients'] = new Map();
  for (const [name, { shape, terms }] of recording.gradients) {
    const all = terms.flatMap((term) => termsOf(term, terms.filter(({ root }) => root === term.root).length === 1));
    const sources: GradientSource[] = [];
    for (const term of all) {
      if (term.kind === 'rows') continue;
      const { root, offset } = term.sym;
      pin(root, Math.min(1, readers(root) - 1));
      if (term.kind === 'dense') sources.push({ kind: 'slabs', root, first: offset, count: 1, stride: 0 });
      else sources.push({ kind: 'slabs', root, first: offset, count: term.count, stride: term.stride });
    }
    const rows = all.filter((term) => term.kind === 'rows');
    for (const list of listsOf(rows, shape[0], 0)) sources.push({ kind: 'list', list });
    gradients.set(name, { shape, sources });
  }
  return { jobs, gradients, lists, colours };
}

/** How many inputs read an array, Adam's included. */
function countReaders({ jobs, gradients, loss }: Recording): (root: Root) => number {
  const counts = new Map<Root, number>([[loss.root, 1]]);
  const count = (root: Root) => counts.set(root, (counts.get(root) ?? 0) + 1);
  const needed = neededJobs(jobs, [
    loss.root,
    ...[...gradients.values()].flatMap(({ terms }) => terms.map(({ root }) => root)),
  ]);
  for (const job of needed) for (const { root } of Object.values(job.inputs)) count(root);
  for (const { terms } of gradients.values()) for (const { root } of terms) count(root);
  return (root) => counts.get(root) ?? 0;
}

/** Those that the given arrays depend on, in their order. */
export function neededJobs(jobs: readonly Job[], roots: Iterable<Root>): Job[] {
  const needed = new Set<Job>();
  const visit = (root: Root) => {
    if (root.source.kind !== 'job' || needed.has(root.source.job)) return;
    const { job } = root.source;
    needed.add(job);
    for (const input of Object.values(job.inputs)) visit(input.root);
    job.after?.forEach(visit);
  };
  for (const root of roots) visit(root);
  return jobs.filter((job) => needed.has(job));
}

/** Whether the only reader of a lookup's gradient is a sum or padding around it, which then stands for both. */
function absorbed({ jobs }: Recording, root: Root, isSum: (job: Job) => boolean): boolean {
  const readers = jobs.filter(({ inputs }) => Object.values(inputs).some((input) => input.root === root));
  return readers.length === 1 && (isSum(readers[0]) || readers[0].kernel === PAD_ROWS);
}

function columnsOf({ kernel, inputs, outputs, words }: Job): number {
  if (kernel === SCATTER) return outputs.result.size / words.numRows;
  const [first] = Object.values(inputs);
  return first.shape[first.shape.length - 1];
}

const sumKernels = new Map<number, GpuKernel>();

function sumJob(id: number, parts: Sym[], result: Root): Job {
  let kernel = sumKernels.get(parts.length);
  if (!kernel) {
    const names = parts.map((_, k) => `x${k}`);
    kernel = {
      key: `sumParts/${parts.length}`,
      inputs: Object.fromEntries(names.map((name) => [name, 'f32' as const])),
      outputs: ['result'],
      words: {},
      inlineInputs: names,
      elementInputs: names,
      map: ({ read }) => ({ lines: '', value: names.map((name) => read(name, 'i')).join(' + ') }),
    };
    sumKernels.set(parts.length, kernel);
  }
  const inputs = Object.fromEntries(parts.map((part, k) => [`x${k}`, part]));
  const threads = Math.ceil(result.size / MAP_ELEMENTS);
  return { id, kernel, inputs, outputs: { result }, words: { size: result.size }, threads };
}
