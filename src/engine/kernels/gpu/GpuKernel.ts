/**
 * The form that all WGSL kernels are written in: the body of one thread over named inputs, outputs and words. Two
 * executors turn it into a shader: `GpuRunner` runs one kernel at a time between tfjs's commands, `program/` puts
 * several into one dispatch of a recorded step, with bodies inlined into one another.
 */
import type { Handle } from '../../Handle';
import type { KernelForms } from '../../types';

/** Threads of a workgroup. */
export const WORKGROUP = 64;

export type Width = 1 | 2 | 4;
export const VECTOR: Record<Width, string> = { 1: 'f32', 2: 'vec2f', 4: 'vec4f' };

/** The widest of 4, 2, 1 that divides all. */
export function widthOf(...lengths: number[]): Width {
  if (lengths.every((length) => length % 4 === 0)) return 4;
  return lengths.every((length) => length % 2 === 0) ? 2 : 1;
}

/** How a body reaches its inputs, outputs and words. Indices are WGSL expressions of type u32, in elements. */
export interface KernelIo {
  /**
   * An expression: element `index`, or as many from there as `width` (then `index` is a multiple of it). Where
   * `GpuRunner` executes, a thread may read back what it wrote to an output.
   */
  read(input: string, index: string, width?: Width): string;
  /** A statement. */
  write(output: string, index: string, value: string, width?: Width): string;
  /**
   * Whether elements are stored one by one, and perhaps after a formula: then many of them should be stored by a loop,
   * for each place in the source that stores takes compilers for software adapters about a second.
   */
  readonly storesInLoop: boolean;
  /** An expression of the word's type. */
  word(name: string): string;
}

export interface GpuKernel {
  /** Unique: pipelines are cached under it, so everything that changes the body is in it. */
  key: string;
  inputs: Record<string, 'f32' | 'i32'>;
  outputs: readonly string[];
  /** Outputs of whole numbers; only `GpuRunner` has them. */
  integerOutputs?: readonly string[];
  words: Record<string, 'u32' | 'f32'>;
  /** Words that differ from call to call (a seed), so that baking or caching them would be waste. */
  freshWords?: readonly string[];
  /** WGSL functions that the body calls; their names are unique. */
  functions?: string;
  /**
   * Inputs of which the body reads single elements, each of them about once: what computes such an input may be
   * inlined instead of stored.
   */
  inlineInputs?: readonly string[];
  /** Inputs of a map that are read once, at `i`: the map may be applied by the kernel that computes them. */
  elementInputs?: readonly string[];
  /**
   * An output, by the input that it may be stored in the place of: a thread reads no other of its elements than it
   * writes, and nobody reads the input once this kernel runs.
   */
  overwrites?: Readonly<Record<string, string>>;
  /** Outputs of which each element is written exactly once: a formula of it may be applied before it is stored. */
  hosts?: readonly string[];
  /** Statements of a thread: `index` is its number, `group` that of its workgroup and `local` that within it. */
  body?(io: KernelIo): string;
  /**
   * Instead of a body: element `i` of the only output 'result', as statements and an expression. The word 'size' is
   * filled in.
   */
  map?(io: KernelIo): { lines: string; value: string };
  /** A long source, which compilers for software adapters take a second for: better shared than put beside others. */
  large?: boolean;
  /**
   * Threads of a subgroup hand each other values: those with equal `index / size` are one, in the order of `index`
   * (`forms.ts` makes sure of that), and none of them may leave before the others.
   */
  subgroups?: boolean;
  /** Inputs that are read in fours only, and so often that they are copied into a texture first (`images.ts`). */
  images?: readonly string[];
  /** A map that costs no more than loading its result: computed again by each that reads it rather than stored. */
  cheap?: boolean;
}

/** The head of a shader with kernels of which one has `subgroups`: whether all take part is seen to by the kernel. */
export const WITH_SUBGROUPS = `enable subgroups;
diagnostic(off, subgroup_uniformity);
`;

/** What all adapters do well enough with. */
export const USUAL_FORMS: KernelForms = { tile: { rows: 8, columns: 8 }, tileInFours: { rows: 8, columns: 8 } };

/** Runs or records kernels; `Handle` is a tensor for the one and a value of the program for the other. */
export interface Emitter {
  readonly forms: KernelForms;
  /** Room for a result: all of it must be written. */
  output(shape: readonly number[]): Handle;
  /**
   * @param threads how many run the body; left out for a map
   */
  run(
    kernel: GpuKernel,
    inputs: Record<string, Handle>,
    outputs: Record<string, Handle>,
    words: Record<string, number>,
    threads?: number,
  ): void;
}

/** Elements that a thread of a map computes: fewer invocations cost a software adapter less, a GPU does not mind. */
export const MAP_ELEMENTS = 4;

/** A map as the body of a kernel that stores it. */
export function mapBody(kernel: GpuKernel, io: KernelIo): string {
  const { lines, value } = (kernel.map as NonNullable<GpuKernel['map']>)(io);
  return `for (var i = index * ${MAP_ELEMENTS}u; i < min((index + 1u) * ${MAP_ELEMENTS}u, ${io.word('size')}); i++) {
    ${lines}
    ${io.write('result', 'i', value)}
  }`;
}

/** Stores the first `width` of four lanes, or those of them whose column is at most `last`. */
export function writeLanes(
  io: KernelIo,
  output: string,
  index: string,
  column: string,
  last: string,
  sum: string,
): string {
  return [0, 1, 2, 3]
    .map(
      (lane) =>
        `if (${column} + ${lane}u <= ${last}) { ${io.write(output, `${index} + ${lane}u`, `${sum}[${lane}]`)} }`,
    )
    .join('\n  ');
}

/** Four elements of a line from `base`, whose columns are the lanes of the vector `columns`. */
export function readLanes(io: KernelIo, input: string, base: string, columns = 'c'): string {
  return `vec4f(${['x', 'y', 'z', 'w'].map((lane) => io.read(input, `${base} + ${columns}.${lane}`)).join(', ')})`;
}
