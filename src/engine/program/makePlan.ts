/** From a recorded step to what is run: dispatches with their shaders, and buffers with what lies where in them. */
import type { GpuKernel } from '../kernels/gpu/GpuKernel';
import { imageLines } from '../kernels/gpu/images';
import type { AdamOptions, HostArrays } from '../types';
import { type AdamParameter, adamDispatch } from './adamDispatch';
import { allocate, type Lifetime } from './allocate';
import { BatchRecord } from './BatchRecord';
import {
  arrayKey,
  type Binding,
  type BufferKey,
  DispatchWriter,
  type Places,
  type WrittenDispatch,
} from './DispatchWriter';
import { fuse, outputsOf, type Unit } from './fuse';
import type { Recording } from './Recorder';
import { type GradientSource, neededJobs, resolveGradients } from './resolveGradients';
import type { Job, Root } from './Sym';
import { schedule } from './schedule';

/** Parameters and gradients begin at multiples of this many elements. */
const ALIGNMENT = 64;

export interface PlannedDispatch {
  label: string;
  source: string;
  /**
   * Buffers by their number in `buffers`, in the order of the bindings. What is bound as a texture is copied from its
   * buffer before the dispatch runs.
   */
  bindings: { buffer: number; type: string; write: boolean; image?: ImageCopy }[];
  words: Uint32Array;
  groups: number;
}

export interface ImageCopy {
  /** number in `images` */
  image: number;
  /** elements in the buffer before the first */
  offset: number;
  size: number;
}

export interface Plan {
  dispatches: PlannedDispatch[];
  /** lines of each texture (`kernels/gpu/images.ts`) */
  images: number[];
  /** what each buffer is: bytes, or one that exists already */
  buffers: { key: string; bytes: number; external?: GPUBuffer }[];
  /** elements from the start of the values to each parameter */
  parameterOffsets: Map<string, number>;
  numValues: number;
  record: BatchRecord;
  table: Uint32Array;
}

const ADD_LOSS: GpuKernel = {
  key: 'addLoss',
  inputs: { loss: 'f32' },
  outputs: ['sum'],
  words: {},
  inlineInputs: ['loss'],
  body: ({ read, write }) =>
    `if (index == 0u) { ${write('sum', '0u', `${read('sum', '0u')} + ${read('loss', '0u')}`)} }`,
};

/**
 * @param shapes of all parameters
 * @param batch any batch: all have its shapes
 * @param options.maxBindings storage buffers that a dispatch may bind
 * @param options.software whether the adapter runs on the CPU, where launching costs little and compiling and looking
 *   things up much: see `schedule` and `adamDispatch`
 * @throws Error where a recorded step needs what is not supported; it then runs eagerly
 */
export function makePlan(
  recording: Recording,
  shapes: Record<string, number[]>,
  batch: HostArrays,
  adam: AdamOptions,
  { maxBindings, software }: { maxBindings: number; software: boolean },
): Plan {
  const parameterOffsets = new Map<string, number>();
  let numValues = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    parameterOffsets.set(name, numValues);
    numValues += aligned(shape.reduce((size, length) => size * length, 1));
  }

  const { jobs, gradients, lists, colours } = resolveGradients(recording);
  const sum: Root = { id: -1, size: 1, dtype: 'float32', source: { kind: 'state' } };
  const addLoss: Job = {
    ...{ id: jobs.length, kernel: ADD_LOSS, words: {}, threads: 1 },
    inputs: { loss: recording.loss.reshape([]) },
    outputs: { sum },
  };
  const stored = new Set([...gradients.values()].flatMap(({ sources }) => sources.flatMap(rootsOf)));
  for (const list of lists) for (const { root } of list.pieces) stored.add(root);
  const needed = [...neededJobs(jobs, [recording.loss.root, ...stored]), addLoss];
  const fused = fuse(needed, stored);

  const gradientOffsets = new Map<Root, number>();
  const gradientSizes: number[] = [];
  for (const [root, colour] of colours) {
    if (!stored.has(root)) continue;
    gradientOffsets.set(root, gradientSizes[colour] ?? 0);
    gradientSizes[colour] = (gradientSizes[colour] ?? 0) + aligned(root.size);
  }
  const record = new BatchRecord(batch, lists, recording.lookups, (list, p) => {
    const { root, first } = list.pieces[p];
    return (gradientOffsets.get(root) as number) + first;
  });

  const externals: GPUBuffer[] = [];
  const places: Places = {
    fieldOffset: (field) => record.offset(field),
    colour: (root) => (stored.has(root) ? colours.get(root) : undefined),
    externalKey(buffer) {
      if (!externals.includes(buffer)) externals.push(buffer);
      return `external ${externals.indexOf(buffer)}`;
    },
  };
  const bindings = new Map<Unit, Binding[]>();
  const bindingsOf = (unit: Unit) => {
    let known = bindings.get(unit);
    if (!known) {
      known = new DispatchWriter(fused, places).write([unit]).bindings;
      bindings.set(unit, known);
    }
    return known;
  };
  const scheduled = schedule(fused, bindingsOf, maxBindings, software);
  const written = scheduled.map((units) => new DispatchWriter(fused, places).write(units));

  const adamParameters = [...gradients].map(
    ([name, { shape, sources }]): AdamParameter => ({ shape, sources, offset: parameterOffsets.get(name) as number }),
  );
  const { dispatch, table } = adamDispatch(adamParameters, adam, {
    numValues,
    software,
    colour: (root) => colours.get(root) as number,
    offset: (root) => gradientOffsets.get(root) as number,
    fieldOffset: (field) => record.offset(field),
  });
  if (dispatch.bindings.length > maxBindings) throw new Error(`Adam binds ${dispatch.bindings.length} buffers`);
  written.push(dispatch);

  const { sizes, bufferOf } = allocate(lifetimesOf(scheduled, written));
  const arrayBuffers = new Map([...bufferOf].map(([root, k]) => [`array ${root.id}`, k]));
  const fixed: Plan['buffers'] = [
    { key: 'values', bytes: 4 * numValues },
    { key: 'moments', bytes: 8 * numValues },
    { key: 'state', bytes: 16 },
    { key: 'batch', bytes: 4 * record.stride },
    { key: 'table', bytes: table.byteLength },
    ...Array.from(gradientSizes, (size = 0, colour) => ({ key: `gradients ${colour}`, bytes: 4 * size })),
    ...externals.map((external, k) => ({ key: `external ${k}`, bytes: external.size, external })),
  ];
  const numbers = new Map(fixed.map(({ key }, k) => [key, k]));
  const numberOf = (key: BufferKey) => {
    const array = arrayBuffers.get(key);
    return array === undefined ? (numbers.get(key) as number) : fixed.length + array;
  };
  const offsetOf = (root: Root): number =>
    root.source.kind === 'parameter'
      ? (parameterOffsets.get(root.source.name) as number)
      : (gradientOffsets.get(root) ?? 0);
  const images: number[] = [];
  /** Dispatches use the same textures one after another. */
  const bindingsIn = (bindings: readonly Binding[]): PlannedDispatch['bindings'] => {
    let used = 0;
    return bindings.map(({ key, type, write, image: copied }) => {
      if (!copied) return { buffer: numberOf(key as BufferKey), type, write };
      const image = used++;
      images[image] = Math.max(images[image] ?? 0, imageLines(copied.size));
      const offset = offsetOf(copied.root) + copied.offset;
      return { buffer: numberOf(copied.key), type, write, image: { image, offset, size: copied.size } };
    });
  };
  return {
    images,
    dispatches: written.map(({ label, source, bindings, words, groups }) => ({
      ...{ label, source, groups },
      bindings: bindingsIn(bindings),
      words: Uint32Array.from(words, (word) => ('place' in word ? offsetOf(word.place) + word.add : word.value)),
    })),
    // Vectors of four are read up to the end.
    buffers: [...fixed, ...sizes.map((size, k) => ({ key: `arrays ${k}`, bytes: 4 * aligned(size) }))],
    ...{ parameterOffsets, numValues, record, table },
  };
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}

function rootsOf(source: GradientSource): Root[] {
  return source.kind === 'slabs' ? [source.root] : source.list.pieces.map(({ root }) => root);
}

/** From the dispatch that writes an array to the last that binds it. */
function lifetimesOf(scheduled: readonly Unit[][], written: readonly WrittenDispatch[]): Lifetime[] {
  const lifetimes = new Map<string, Lifetime>();
  scheduled.forEach((units, first) => {
    for (const unit of units) {
      for (const { root } of outputsOf(unit)) {
        const key = arrayKey(root);
        if (!lifetimes.has(key)) lifetimes.set(key, { root: root.over ?? root, first, last: first });
      }
    }
  });
  const bound = new Set<string>();
  written.forEach(({ bindings }, d) => {
    for (const binding of bindings) {
      // A texture is filled from its array right before.
      const key = binding.image?.key ?? binding.key;
      const lifetime = lifetimes.get(key);
      if (!lifetime) continue;
      bound.add(key);
      lifetime.last = Math.max(lifetime.last, d);
    }
  });
  return [...lifetimes].filter(([key]) => bound.has(key)).map(([, lifetime]) => lifetime);
}
