/**
 * Runs a loss once without computing anything: the calls of kernels, forward and backward, become a list. The ops and
 * their gradients are the ones that run eagerly; only the kernels below them and the tape are others.
 */
import { PlaygroundError } from '@/lib/errors';
import type { Handle } from '../Handle';
import { MIX32 } from '../kernels/dropout/dropout';
import { dropThreshold, mix } from '../kernels/dropout/dropoutBits';
import { type Emitter, type GpuKernel, MAP_ELEMENTS, USUAL_FORMS } from '../kernels/gpu/GpuKernel';
import type { Kernels } from '../kernels/Kernels';
import { spmm } from '../kernels/spmm/spmm';
import { emittedKernels } from '../kernels/webgpuKernels';
import { createOps } from '../ops';
import { SCALE } from '../ops/arithmetic';
import type { OpContext, Tape } from '../ops/OpContext';
import type { Tensor } from '../tf';
import type { HostArrays, KernelForms, LossFunction } from '../types';
import { type Job, type Root, type Source, Sym } from './Sym';

/** A step as it was recorded. */
export interface Recording {
  jobs: Job[];
  loss: Sym;
  /** what is to be added up for each parameter that the loss depends on, with the shape of the parameter */
  gradients: Map<string, { shape: number[]; terms: Sym[] }>;
  /** ids of the batch that are looked up, and in how many rows: to be checked */
  lookups: { field: string; numRows: number }[];
}

/** Stands for the gradient of a lookup until `resolveGradients` has found where its sums go. Never run. */
export const SCATTER: GpuKernel = {
  key: 'scatter',
  inputs: { ids: 'i32', rows: 'f32' },
  outputs: ['result'],
  words: {},
};

/** As kernels/dropout, with the seed of the step that runs. */
const STEP_DROPOUT: GpuKernel = {
  key: 'stepDropout',
  inputs: { x: 'f32' },
  outputs: ['result'],
  words: { layer: 'u32', threshold: 'u32', factor: 'f32' },
  freshWords: ['layer'],
  functions: MIX32,
  inlineInputs: ['x'],
  elementInputs: ['x'],
  map: ({ read, word }) => ({
    lines: `let first = mix32(step.seed ^ ${word('layer')});
    let bits = mix32(mix32(i + first) ^ mix32(first ^ 0x85ebca77u));`,
    value: `select(0.0, ${read('x', 'i')} * ${word('factor')}, bits >= ${word('threshold')})`,
  }),
};

/** Of the kernels of a recorded step, those that its eager form runs too. */
export function eagerKernels({ jobs }: Recording): Set<GpuKernel> {
  return new Set(jobs.map(({ kernel }) => kernel).filter((kernel) => kernel !== SCATTER && kernel !== STEP_DROPOUT));
}

interface TapeEntry {
  inputs: Sym[];
  output: Sym;
  saved: Sym[];
  backward: (dy: Handle, saved: Handle[]) => Handle[];
}

export class Recorder implements Emitter {
  private readonly jobs: Job[] = [];
  private readonly entries: TapeEntry[] = [];
  /** identities of values that depend on parameters */
  private readonly differentiable = new Set<string>();
  private readonly lookups: Recording['lookups'] = [];
  private readonly externals = new Map<GPUBuffer, Root>();
  private numRoots = 0;
  /** what the block of work under way waits for, and what the last one gave */
  private waitFor: Root[] = [];
  private lastTidied: Root[] = [];

  /** @param bufferOf the buffer behind a tensor that is on the device */
  constructor(
    private readonly bufferOf: (tensor: Tensor) => GPUBuffer,
    readonly forms: KernelForms = USUAL_FORMS,
  ) {}

  /** Runs a forward pass without gradients, which may end in lists of the best. */
  forward(
    shapes: Record<string, number[]>,
    inputs: HostArrays,
    run: (...given: Parameters<LossFunction>) => unknown,
  ): Job[] {
    const { parameters, fields } = this.given(shapes, inputs);
    const base = { kernels: this.kernels(), tape: this.tape(), hostIds: () => null };
    run(createOps({ ...base, dropout: null, differentiating: false }), parameters, fields);
    return this.jobs;
  }

  /** @throws PlaygroundError 'shape' as the ops do */
  record(shapes: Record<string, number[]>, batch: HostArrays, loss: LossFunction): Recording {
    const { parameters, fields } = this.given(shapes, batch);
    const context: OpContext = {
      kernels: this.kernels(),
      tape: this.tape(),
      dropout: { seed: 0, nextLayer: 0 },
      differentiating: true,
      hostIds: () => null,
    };
    const value = loss(createOps(context), parameters, fields) as Sym;
    if (value.size !== 1) throw new PlaygroundError('shape', `a loss must be a scalar, got [${value.shape}]`);
    const contributions = this.goBack(context, value);
    const gradients: Recording['gradients'] = new Map();
    for (const [name, parameter] of Object.entries(parameters)) {
      const terms = contributions.get(parameter.identity);
      if (terms) gradients.set(name, { shape: parameter.shape, terms });
    }
    return { jobs: this.jobs, loss: value, gradients, lookups: this.lookups };
  }

  /** Parameters and fields as values that can be computed with. */
  private given(shapes: Record<string, number[]>, batch: HostArrays) {
    const parameters = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        const value = this.sym(shape, 'float32', { kind: 'parameter', name });
        this.differentiable.add(value.identity);
        return [name, value];
      }),
    );
    const fields = Object.fromEntries(
      Object.entries(batch).map(([field, { shape, data }]) => {
        const dtype = data instanceof Int32Array ? 'int32' : 'float32';
        return [field, this.sym(shape, dtype, { kind: 'batch', field })];
      }),
    );
    return { parameters, fields };
  }

  output(shape: readonly number[]): Sym {
    return this.sym([...shape], 'float32', { kind: 'constant', value: Number.NaN });
  }

  run(
    kernel: GpuKernel,
    inputs: Record<string, Handle>,
    outputs: Record<string, Handle>,
    words: Record<string, number>,
    threads?: number,
  ): void {
    const roots = Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, (output as Sym).root]));
    const size = kernel.map ? roots.result.size : 0;
    const job: Job = {
      id: this.jobs.length,
      kernel,
      inputs: inputs as Record<string, Sym>,
      outputs: roots,
      words: kernel.map ? { ...words, size } : words,
      threads: threads ?? Math.ceil(size / MAP_ELEMENTS),
      ...(this.waitFor.length > 0 ? { after: this.waitFor } : {}),
    };
    for (const root of Object.values(roots)) root.source = { kind: 'job', job };
    for (const [output, input] of Object.entries(kernel.overwrites ?? {})) {
      const replaced = job.inputs[input];
      if (replaced.whole && replaced.job) roots[output].over = replaced.root;
    }
    this.jobs.push(job);
  }

  private sym(shape: number[], dtype: string, source: Source): Sym {
    const size = shape.reduce((size, length) => size * length, 1);
    return new Sym({ id: this.numRoots++, size, dtype, source }, shape);
  }

  private kernels(): Kernels<Handle> {
    const emitted = emittedKernels(this);
    return {
      ...emitted,
      elementwise: (definition, inputs, shape, constants) => {
        const [x] = inputs as Sym[];
        if (definition === SCALE && x.root.source.kind === 'constant') {
          const value = x.root.source.value * (constants as number[])[0];
          return this.sym([...shape], 'float32', { kind: 'constant', value });
        }
        return emitted.elementwise(definition, inputs, shape, constants);
      },
      sliceRows: (x, start, count) => {
        const { root, offset, shape } = x as Sym;
        return new Sym(root, [count, shape[1]], offset + start * shape[1]);
      },
      gatherRows: (table, ids) => {
        const { source } = (ids as Sym).root;
        if (source.kind !== 'batch') throw new Error('ids must be a field of the batch');
        this.lookUp(source.field, table.shape[0]);
        return emitted.gatherRows(table, ids);
      },
      scatterRows: (ids, _, rows, numRows, counts) => {
        const result = this.output([numRows, rows.shape[1]]);
        const inputs: Record<string, Handle> = { ids, rows };
        // Only a field of the batch is there when the lists are made.
        if (counts && (counts as Sym).root.source.kind === 'batch') inputs.counts = counts;
        this.run(SCATTER, inputs, { result }, { numRows });
        return result;
      },
      crossEntropyRows: (logits, targets, weights, withGradient) => {
        const source = (targets as Sym | null)?.root.source;
        if (source?.kind === 'batch') this.lookUp(source.field, logits.shape[1]);
        return emitted.crossEntropyRows(logits, targets, weights, withGradient);
      },
      dropout: (x, rate, { layer }) => {
        const result = this.output(x.shape);
        const words = { layer: mix(layer + 0x9e3779b9), threshold: dropThreshold(rate), factor: 1 / (1 - rate) };
        this.run(STEP_DROPOUT, { x }, { result }, words);
        return result;
      },
      spmm: (matrix, x) =>
        spmm(
          this,
          matrix,
          matrix.tensors.map((tensor) => this.external(tensor)),
          x,
        ),
      topK: () => {
        throw new Error('lists of the best are no part of a step');
      },
      uploadCsr: () => {
        throw new Error('matrices are uploaded before a step is recorded');
      },
      adam: () => {
        throw new Error('the update is no part of a loss');
      },
    };
  }

  private lookUp(field: string, numRows: number): void {
    const isKnown = this.lookups.some((known) => known.field === field && known.numRows === numRows);
    if (!isKnown) this.lookups.push({ field, numRows });
  }

  private external(tensor: Tensor): Sym {
    const buffer = this.bufferOf(tensor);
    let root = this.externals.get(buffer);
    if (!root) {
      root = { id: this.numRoots++, size: tensor.size, dtype: tensor.dtype, source: { kind: 'buffer', buffer } };
      this.externals.set(buffer, root);
    }
    return new Sym(root, tensor.shape);
  }

  private tape(): Tape {
    return {
      withGradient: (inputs, forward, backward) => {
        let saved: Sym[] = [];
        const output = forward((values) => {
          saved = values as Sym[];
        }) as Sym;
        if ((inputs as Sym[]).some((input) => this.differentiable.has(input.identity))) {
          this.differentiable.add(output.identity);
          this.entries.push({ inputs: inputs as Sym[], output, saved, backward });
        }
        return output;
      },
      // In an eager step each block uses the memory of the one before; dispatches side by side would need all of it.
      tidy: (work) => {
        this.waitFor = this.lastTidied;
        const results = work();
        this.waitFor = [];
        this.lastTidied = (results as Sym[]).map(({ root }) => root);
        return results;
      },
      dispose: () => {},
      isOne: (dy) => {
        const { source } = (dy as Sym).root;
        return source.kind === 'constant' && source.value === 1;
      },
    };
  }

  /** From the loss back to everything it depends on: the terms of each gradient, by identity. */
  private goBack({ kernels }: OpContext, loss: Sym): Map<string, Sym[]> {
    const gradients = new Map<string, Sym[]>();
    gradients.set(loss.identity, [this.sym(loss.shape, 'float32', { kind: 'constant', value: 1 })]);
    for (const { inputs, output, saved, backward } of this.entries.reverse()) {
      const terms = gradients.get(output.identity);
      if (!terms) continue;
      const dy = kernels.sum(terms.map((term) => term.reshape(output.shape)));
      backward(dy, saved).forEach((gradient, i) => {
        const { identity } = inputs[i];
        if (!this.differentiable.has(identity)) return;
        const known = gradients.get(identity);
        if (known) known.push(gradient as Sym);
        else gradients.set(identity, [gradient as Sym]);
      });
    }
    return gradients;
  }
}
