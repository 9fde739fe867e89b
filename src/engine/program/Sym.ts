/** Values and kernel calls of a step that is being recorded. */
import type { Handle } from '../Handle';
import type { GpuKernel } from '../kernels/gpu/GpuKernel';

/** Where a value comes from. */
export type Source =
  | { kind: 'job'; job: Job }
  | { kind: 'parameter'; name: string }
  /** a field of the batch, or a list made of its ids */
  | { kind: 'batch'; field: string }
  | { kind: 'constant'; value: number }
  /** an array that is on the device already: a sparse matrix */
  | { kind: 'buffer'; buffer: GPUBuffer }
  /** where the sum of the losses is kept */
  | { kind: 'state' }
  /** the whole of one of the gradient buffers */
  | { kind: 'gradients'; colour: number };

/** One array. Views and shapes of it are `Sym`s. */
export interface Root {
  readonly id: number;
  readonly size: number;
  readonly dtype: string;
  source: Source;
  /** the array in whose place this one is stored */
  over?: Root;
}

/** A call of a kernel. */
export interface Job {
  readonly id: number;
  readonly kernel: GpuKernel;
  readonly inputs: Record<string, Sym>;
  readonly outputs: Record<string, Root>;
  readonly words: Record<string, number>;
  readonly threads: number;
  /** what must have run although nothing of it is in `inputs`: what wrote into a gradient buffer that is read whole, and
   * the block of work before this one */
  readonly after?: readonly Root[];
}

/** An array, or a run of its elements, in some shape. */
export class Sym implements Handle {
  readonly size: number;

  constructor(
    readonly root: Root,
    readonly shape: number[],
    /** elements of the array before the first */
    readonly offset = 0,
  ) {
    this.size = shape.reduce((size, length) => size * length, 1);
  }

  get dtype(): string {
    return this.root.dtype;
  }

  reshape(shape: number[]): Sym {
    return new Sym(this.root, shape, this.offset);
  }

  /** Equal for the same elements, whatever their shape. */
  get identity(): string {
    return `${this.root.id}+${this.offset}:${this.size}`;
  }

  /** Whether it is the whole array. */
  get whole(): boolean {
    return this.offset === 0 && this.size === this.root.size;
  }

  /** The call that computes it, if there is one. */
  get job(): Job | null {
    return this.root.source.kind === 'job' ? this.root.source.job : null;
  }
}
