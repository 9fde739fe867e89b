/**
 * Writes the WGSL of one dispatch: one or more units side by side, each taking a range of the workgroups. Sizes in
 * maps are baked in, where dividing by a constant is cheap; all else are words, so that equal layers share a shader.
 */

import {
  type GpuKernel,
  type KernelIo,
  mapBody,
  VECTOR,
  WITH_SUBGROUPS,
  type Width,
  WORKGROUP,
} from '../kernels/gpu/GpuKernel';
import { floatBits } from '../kernels/gpu/GpuRunner';
import { declareImage, loadImage } from '../kernels/gpu/images';
import type { Fused, Unit } from './fuse';
import { outputsOf } from './fuse';
import type { Job, Root, Sym } from './Sym';

/** A buffer by what it holds. */
export type BufferKey =
  | 'values'
  | 'moments'
  | 'batch'
  | 'state'
  | 'table'
  | `gradients ${number}`
  | `array ${number}`
  | `external ${number}`;

export interface Binding {
  key: BufferKey | `image ${string}`;
  type: string;
  write: boolean;
  /** a texture, and what is copied into it before */
  image?: { key: BufferKey; root: Root; offset: number; size: number };
}

/** The buffer of an array that is no gradient of a parameter. */
export function arrayKey({ id, over }: Root): `array ${number}` {
  return `array ${over?.id ?? id}`;
}

/** A word of a dispatch: a number, or where something begins in its buffer, in elements. */
export type Word = { value: number; of: Job; name: string } | { place: Root; add: number };

export interface WrittenDispatch {
  label: string;
  source: string;
  bindings: Binding[];
  words: Word[];
  groups: number;
}

/** What the writer must know of the program. */
export interface Places {
  /** elements from a record's start to a field of the batch */
  fieldOffset(field: string): number;
  /** in which gradient buffer an array is, if in one */
  colour(root: Root): number | undefined;
  externalKey(buffer: GPUBuffer): BufferKey;
}

/** Of each step: where its record begins, the seed of its dropout, and the factors of Adam. */
export const STEP_STRUCT = `struct Step { base: u32, seed: u32, rate: f32, rootFactor: f32 }
@group(1) @binding(0) var<uniform> step: Step;
`;

export function mainOf(ranges: { groups: number; call: string }[]): string {
  let end = 0;
  const branches = ranges.map(({ groups, call }) => {
    const start = end;
    end += groups;
    return `if (group < ${end}u) { ${call}((group - ${start}u) * ${WORKGROUP}u + local); }`;
  });
  return `@compute @workgroup_size(${WORKGROUP})
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let group = id.y * groups.x + id.x;
  ${branches.join(' else ')}
}
`;
}

export class DispatchWriter {
  private readonly bindings: Binding[] = [];
  private readonly words: Word[] = [];
  private readonly helpers = new Set<string>();
  private readonly functions: string[] = [];
  private readonly mapNames = new Map<Job, string>();

  constructor(
    private readonly fused: Fused,
    private readonly places: Places,
  ) {}

  write(units: readonly Unit[]): WrittenDispatch {
    const ranges = units.map((unit, k) => {
      this.functions.push(`fn job${k}(index: u32) {\n  ${this.body(unit)}\n}`);
      return { groups: Math.ceil(unit.main.threads / WORKGROUP), call: `job${k}` };
    });
    const head = units.some(({ main }) => main.kernel.subgroups) ? WITH_SUBGROUPS : '';
    return {
      label: units.map(({ main, chain }) => [main, ...chain].map(({ kernel }) => kernel.key).join(' > ')).join(' | '),
      source: [head, this.declarations(), ...this.helpers, ...this.functions, mainOf(ranges)].join('\n'),
      bindings: this.bindings,
      words: this.words,
      groups: ranges.reduce((sum, { groups }) => sum + groups, 0),
    };
  }

  private declarations(): string {
    return STEP_STRUCT + declareBindings(this.bindings, this.words.length);
  }

  private bind(key: Binding['key'], type: string, write: boolean, image?: Binding['image']): string {
    let index = this.bindings.findIndex((binding) => binding.key === key && binding.type === type);
    if (index < 0) index = this.bindings.push({ key, type, write, ...(image && { image }) }) - 1;
    this.bindings[index].write ||= write;
    return `buf${index}`;
  }

  private word(word: Word): string {
    const same = (other: Word) =>
      'place' in word
        ? 'place' in other && word.place === other.place && word.add === other.add
        : 'of' in other && word.of === other.of && word.name === other.name;
    let index = this.words.findIndex(same);
    if (index < 0) index = this.words.push(word) - 1;
    return `places[${index >> 2}][${index & 3}]`;
  }

  private body(unit: Unit): string {
    const io = this.io(unit.main, null);
    const outputs = new Map(outputsOf(unit).map(({ name, root }) => [name, root]));
    io.write = (name, index, value, width = 1) => {
      const root = outputs.get(name) as Root;
      const { key, at } = this.place(root, 0);
      const array = this.bind(key, 'f32', true);
      const chain = name === unit.host ? unit.chain : [];
      const store = (index: string, value: string) => {
        const applied = chain.reduce(
          (value, job, k) =>
            `${this.mapFunction(job, k === 0 ? unit.main.outputs[name] : unit.chain[k - 1].outputs.result)}(i, ${value})`,
          value,
        );
        return `{ let i = ${index}; ${array}[${at}i] = ${applied}; }`;
      };
      if (width === 1) return store(index, value);
      const lanes = Array.from({ length: width }, (_, lane) => store(`first + ${lane}u`, `vector[${lane}]`));
      return `{ let first = ${index}; let vector = ${value}; ${lanes.join(' ')} }`;
    };
    const { kernel } = unit.main;
    if (kernel.functions) this.helpers.add(kernel.functions);
    return kernel.map ? mapBody(kernel, io) : (kernel.body as NonNullable<GpuKernel['body']>)(io);
  }

  /** A map as a function of the index, and of the value that it is applied to where it follows a kernel. */
  private mapFunction(job: Job, hosted: Root | null): string {
    const known = this.mapNames.get(job);
    if (known) return known;
    if (job.kernel.functions) this.helpers.add(job.kernel.functions);
    const { lines, value } = (job.kernel.map as NonNullable<GpuKernel['map']>)(this.io(job, hosted));
    const name = `f${this.mapNames.size}`;
    this.mapNames.set(job, name);
    this.functions.push(
      `fn ${name}(i: u32${hosted ? ', hosted: f32' : ''}) -> f32 {\n    ${lines}\n    return ${value};\n}`,
    );
    return name;
  }

  private io(job: Job, hosted: Root | null): KernelIo {
    return {
      read: (name, index, width = 1) => {
        const input = job.inputs[name];
        if (input && input.root === hosted) return 'hosted';
        if (!input) return this.readOutput(job, name, index);
        const isImage = job.kernel.images?.includes(name) ?? false;
        return this.read(input, isImage ? 'image' : job.kernel.inputs[name], index, width);
      },
      write: () => {
        throw new Error('a map writes nothing itself');
      },
      storesInLoop: true,
      word: (name) => {
        const value = job.words[name];
        const isFloat = job.kernel.words[name] === 'f32';
        // Bounds of loops are never baked in: compilers would unroll them, and take minutes.
        if (job.kernel.map && !job.kernel.freshWords?.includes(name))
          return isFloat ? floatLiteral(value) : `${value}u`;
        const word = this.word({ value: isFloat ? floatBits(value) : value, of: job, name });
        return isFloat ? `bitcast<f32>(${word})` : word;
      },
    };
  }

  /** What is added to in place. */
  private readOutput(job: Job, name: string, index: string): string {
    const { key, at } = this.place(job.outputs[name], 0);
    return `${this.bind(key, 'f32', true)}[${at}${index}]`;
  }

  private read(sym: Sym, type: 'f32' | 'i32' | 'image', index: string, width: Width): string {
    const { root, offset } = sym;
    const { source } = root;
    if (source.kind === 'constant') {
      if (Number.isNaN(source.value)) throw new Error('a value is read that nothing computes');
      return floatLiteral(source.value);
    }
    if (source.kind === 'job' && this.fused.inlined.has(source.job)) {
      if (width !== 1) throw new Error('inlined values are read one by one');
      return `${this.mapFunction(source.job, null)}(${offset > 0 ? `${offset}u + ` : ''}${index})`;
    }
    if (source.kind === 'batch') {
      const begin = this.places.fieldOffset(source.field) + offset;
      // Blocks of rows, one after another, share a shader.
      const at = `step.base + ${offset > 0 ? this.word({ place: root, add: begin }) : `${begin}u`} + ${index}`;
      if (width !== 1) throw new Error('the batch is read one by one');
      return `bitcast<${type}>(${this.bind('batch', 'u32', false)}[${at}])`;
    }
    if (offset % width !== 0) throw new Error('a view does not begin at a whole vector');
    if (type === 'image') {
      const image = { key: this.keyOf(root), root, offset, size: sym.size };
      return loadImage(this.bind(`image ${sym.identity}`, type, false, image), index);
    }
    const { key, at } = this.place(root, offset);
    const array = this.bind(key, width === 1 ? type : VECTOR[width], false);
    return width === 1 ? `${array}[${at}${index}]` : `${array}[(${at}${index}) / ${width}u]`;
  }

  /** The buffer of an array, and what is added to an index in it. */
  private place(root: Root, offset: number): { key: BufferKey; at: string } {
    const key = this.keyOf(root);
    switch (root.source.kind) {
      case 'buffer':
      case 'state':
      case 'gradients':
        return { key, at: offset > 0 ? `${offset}u + ` : '' };
      default: {
        const isWhole = offset === 0 && key === arrayKey(root);
        return { key, at: isWhole ? '' : `${this.word({ place: root, add: offset })} + ` };
      }
    }
  }

  private keyOf(root: Root): BufferKey {
    const { source } = root;
    switch (source.kind) {
      case 'parameter':
        return 'values';
      case 'buffer':
        return this.places.externalKey(source.buffer);
      case 'state':
        return 'state';
      case 'gradients':
        return `gradients ${source.colour}`;
      default: {
        const colour = this.places.colour(root);
        return colour === undefined ? arrayKey(root) : `gradients ${colour}`;
      }
    }
  }
}

/** The storage bindings in order, and behind them the words where there are any. */
export function declareBindings(bindings: readonly Binding[], numWords: number): string {
  const lines = bindings.map(({ type, write, image }, i) =>
    image
      ? declareImage(`buf${i}`, i)
      : `@group(0) @binding(${i}) var<storage, ${write ? 'read_write' : 'read'}> buf${i}: array<${type}>;`,
  );
  if (numWords > 0) {
    lines.push(`@group(0) @binding(${bindings.length}) var<uniform> places: array<vec4u, ${Math.ceil(numWords / 4)}>;`);
  }
  return `${lines.join('\n')}\n`;
}

/** Shortest digits that give the same float32. */
export function floatLiteral(value: number): string {
  const literal = `${Math.fround(value)}f`;
  return value < 0 ? `(${literal})` : literal;
}
