/**
 * What training a model takes on a GPU, counted before anything is there: a step is recorded and planned from sizes
 * alone, which needs no device and computes nothing.
 */
import { PlaygroundError } from '@/lib/errors';
import { uploadedSizes } from '../kernels/spmm/spmm';
import type { Tensor } from '../tf';
import type { AdamOptions, HostArrays, LossFunction, PrepareOptions, SparseMatrix } from '../types';
import { makePlan } from './makePlan';
import { programSizes } from './programSizes';
import { Recorder } from './Recorder';
import type { Job } from './Sym';

/** Where nothing is known of the device: what WebGPU promises. */
const USUAL_BUFFER_BYTES = 128 * 1024 * 1024;
/** Where nothing is known of the device: what nearly all have. */
const USUAL_BINDINGS = 10;

/** What a buffer is for, and so what makes it smaller. */
export type BufferUse = 'parameters' | 'activations' | 'graph' | 'scores';

export interface PlanCost {
  /** dispatches of a step; null where it cannot be replayed and runs op by op */
  dispatches: number | null;
  totalBytes: number;
  bytes: Record<BufferUse, number>;
  largest: { use: BufferUse; bytes: number };
}

export interface PlannedModel {
  /** of all parameters */
  shapes: Record<string, number[]>;
  /** right in its shapes; its values do not matter */
  batch: HostArrays;
  loss: LossFunction;
  adam: AdamOptions;
  /** made by `plannedMatrix` */
  matrices: readonly SparseMatrix[];
  lists: NonNullable<PrepareOptions['lists']>;
}

export interface PlannedDevice {
  software: boolean;
  /** null when unknown */
  maxBufferBytes: number | null;
}

interface PlannedMatrix extends SparseMatrix {
  tensors: { shape: number[]; size: number; dtype: string }[];
  sliced: boolean;
}

/** Stands for a sparse matrix of which only sizes are known. */
export function plannedMatrix(
  sizes: { numRows: number; numColumns: number; numEntries: number; longestRow: number },
  { software }: PlannedDevice,
): SparseMatrix {
  const { numRows, numColumns } = sizes;
  const tensors = uploadedSizes(sizes, !software).map((size, k) => ({
    ...{ shape: [size], size },
    dtype: k === 2 ? 'float32' : 'int32',
  }));
  return { numRows, numColumns, tensors, sliced: !software } as PlannedMatrix;
}

export function planCost(model: PlannedModel, device: PlannedDevice): PlanCost {
  const { shapes, lists } = model;
  const sizes = Object.values(shapes).map((shape) => shape.reduce((size, length) => size * length, 1));
  const buffers: { use: BufferUse; bytes: number }[] = [];
  const add = (use: BufferUse, ...bytes: number[]) => buffers.push(...bytes.map((bytes) => ({ use, bytes })));
  // Value and two moments: of tfjs, which evaluation reads, and once more in the buffers of the program.
  for (const size of sizes) add('parameters', 4 * size, 4 * size, 4 * size);
  for (const matrix of model.matrices as readonly PlannedMatrix[]) {
    add('graph', ...matrix.tensors.map(({ size }) => 4 * size));
  }
  const step = stepBuffers(model, device);
  buffers.push(...step.buffers);
  const jobs = newRecorder().forward(shapes, lists.inputs, lists.score);
  add('scores', ...jobs.flatMap(arraysOf));

  const bytes: PlanCost['bytes'] = { parameters: 0, activations: 0, graph: 0, scores: 0 };
  for (const buffer of buffers) bytes[buffer.use] += buffer.bytes;
  return {
    dispatches: step.dispatches,
    totalBytes: buffers.reduce((sum, buffer) => sum + buffer.bytes, 0),
    bytes,
    largest: buffers.reduce((most, buffer) => (buffer.bytes > most.bytes ? buffer : most)),
  };
}

/**
 * The arrays of a step that runs op by op, as the first one does, against which the program is checked: tfjs keeps their
 * buffers. Then the buffers of the program, where there can be one.
 */
function stepBuffers(
  { shapes, batch, loss, adam }: PlannedModel,
  { software, maxBufferBytes }: PlannedDevice,
): { dispatches: number | null; buffers: { use: BufferUse; bytes: number }[] } {
  const activation = (bytes: number) => ({ use: 'activations' as const, bytes });
  let made: { use: BufferUse; bytes: number }[] = [];
  try {
    const recording = newRecorder().record(shapes, batch, loss);
    made = recording.jobs.flatMap(arraysOf).map(activation);
    const plan = makePlan(recording, shapes, batch, adam, { maxBindings: USUAL_BINDINGS, software });
    const sizes = programSizes(plan, maxBufferBytes ?? USUAL_BUFFER_BYTES);
    const words = sizes.wordBytes.reduce((sum, bytes) => sum + bytes, 0);
    return {
      dispatches: plan.dispatches.length,
      buffers: [
        ...made,
        ...plan.buffers.flatMap(({ key, external }, k) =>
          external ? [] : [{ use: purposeOf(key), bytes: sizes.buffers[k] }],
        ),
        ...[sizes.stepBytes, words].map(activation),
      ],
    };
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    return { dispatches: null, buffers: made };
  }
}

/** Bytes of each array that a call makes. */
function arraysOf({ outputs }: Job): number[] {
  return Object.values(outputs).map(({ size }) => 4 * size);
}

function purposeOf(key: string): BufferUse {
  return key === 'values' || key === 'moments' ? 'parameters' : 'activations';
}

/** One that needs no device: a tensor's buffer is known by its size. */
function newRecorder(): Recorder {
  const buffers = new Map<Tensor, GPUBuffer>();
  return new Recorder((tensor) => {
    let buffer = buffers.get(tensor);
    if (!buffer) {
      buffer = { size: 4 * tensor.size } as GPUBuffer;
      buffers.set(tensor, buffer);
    }
    return buffer;
  });
}
