/**
 * What the engine offers to models and trainer. Models are written once against `Ops`; how an op runs (a composition
 * of tfjs ops, or our own WGSL) is the engine's business, and nothing outside this room sees a tfjs tensor.
 */
import type { CsrMatrix } from '@/lib/csr';

export type DeviceChoice = 'auto' | 'webgpu' | 'webgl' | 'cpu';
export type BackendName = 'webgpu' | 'webgl' | 'cpu';

/** The device line, told honestly. */
export interface DeviceInfo {
  requested: DeviceChoice;
  backend: BackendName;
  /** vendor, architecture, description as far as the browser tells; for WebGL the renderer string */
  adapter: string;
  /** true when a software rasteriser runs it, null when unknown */
  software: boolean | null;
  /** why a better backend was not taken, in order tried */
  refused: { backend: BackendName; reason: string }[];
  maxBufferBytes: number | null;
}

/** A value on the device, opaque outside the engine. */
export interface Value {
  readonly shape: readonly number[];
}

/** A sparse matrix on the device. */
export interface SparseMatrix {
  readonly numRows: number;
  readonly numColumns: number;
}

/** Arrays by name, on the CPU: parameters, batches. Shapes beside them. */
export interface HostArray {
  shape: number[];
  data: Float32Array | Int32Array;
}
export type HostArrays = Record<string, HostArray>;

export type Activation = 'none' | 'relu';

/**
 * The words that models are written in. Every op is differentiable in its float inputs unless said otherwise.
 * Shapes: B batch, L sequence length, D dimension, V vocabulary, "..." any leading axes.
 */
export interface Ops {
  /**
   * Rows of a table. table [V, D], ids int32 [...] -> [..., D]
   * @param counts same shape as ids: where it is 0 (padding), the caller knows that no gradient comes back, and it may
   *   be left out of the sums; all padding has the same id, and its sum would be by far the longest
   */
  embed(table: Value, ids: Value, counts?: Value): Value;
  /** activation(x W + b). x [..., K], weights [K, N], bias [N] or null -> [..., N] */
  dense(x: Value, weights: Value, bias: Value | null, activation?: Activation): Value;
  /** Along the last axis. */
  concat(parts: Value[]): Value;
  /** Same shapes. */
  add(a: Value, b: Value): Value;
  /** Same shapes, elementwise. */
  multiply(a: Value, b: Value): Value;
  scale(x: Value, factor: number): Value;
  /** Dot product of rows. a, b [..., D] -> [...] */
  rowDot(a: Value, b: Value): Value;
  /** x [..., D] plus row [L, D] repeated over the batch: [B, L, D] + [L, D] -> [B, L, D] */
  addRows(x: Value, rows: Value): Value;
  /** Multiplies row r by mask[r]: x [..., D], mask [...] (not differentiated) -> [..., D] */
  maskRows(x: Value, mask: Value): Value;
  reshape(x: Value, shape: number[]): Value;
  /** Rows start .. start + count of a matrix [R, D] -> [count, D] */
  sliceRows(x: Value, start: number, count: number): Value;
  /** x normalised over the last axis, times gain [D], plus bias [D]; epsilon inside the root. */
  layerNorm(x: Value, gain: Value, bias: Value, epsilon: number): Value;
  /**
   * Multi-head scaled dot-product attention where position i sees positions j <= i with keyMask 1.
   * queries, keys, values [B, L, D]; keyMask [B, L] of 0/1 (not differentiated); numHeads divides D.
   * Rows that may see nothing (padding before the first item) come out as zeros.
   */
  causalAttention(queries: Value, keys: Value, values: Value, keyMask: Value, numHeads: number): Value;
  /** Inverted dropout: zeroes with probability rate and scales the rest by 1 / (1 - rate); identity outside training. */
  dropout(x: Value, rate: number): Value;
  /** Sparse times dense; the matrix must be symmetric (then its gradient is itself). matrix [N, N], x [N, D] -> [N, D] */
  propagate(matrix: SparseMatrix, x: Value): Value;
  /** Sum over k of weights[k] matrix^k x, for a symmetric matrix [N, N]; x [N, D] -> [N, D] */
  propagateSum(matrix: SparseMatrix, x: Value, weights: number[]): Value;
  /** Sum of weights[k] * parts[k], same shapes. */
  weightedSum(parts: Value[], weights: number[]): Value;
  /**
   * activation(relu(a[i] + b[j]) W + bias) for all pairs: a [B, H], b [I, H], weights [H, N], bias [N] or null ->
   * [B * I, N]. Not differentiated: for scoring.
   */
  densePairs(a: Value, b: Value, weights: Value, bias: Value | null, activation?: Activation): Value;
  /** All dot products: a [B, D], b [I, D] -> [B, I] */
  scoreAll(a: Value, b: Value): Value;
  /**
   * The best candidates of each row, best first: higher scores, then items that are not relevant, then lower items. A
   * score that is no number comes before all others. For lists: not differentiated, and no part of a step.
   * @param scores [B, I]
   * @param marks int32 [B, markWords(I)], what each item is to the row (`lib/marks`)
   * @returns [B, 2 k]: k items, -1 after the last candidate; then their scores, 0 after the last
   */
  topK(scores: Value, marks: Value, k: number): Value;
  /**
   * Losses are scalars: the sum of weights[r] * loss[r]. The caller makes weights sum to 1 over the real rows of a
   * batch and gives padded rows 0; weights are not differentiated.
   * -[label log s(x) + (1 - label) log(1 - s(x))], from logits. logits, weights [R]; labels [R], or one label for all
   */
  binaryCrossEntropy(logits: Value, labels: Value | 0 | 1, weights: Value): Value;
  /** -log s(positive - negative), Rendle et al. 2009. [R] each */
  bpr(positive: Value, negative: Value, weights: Value): Value;
  /** Softmax cross-entropy of states [R, D] against all rows of a table [V, D]; targets int32 [R] */
  softmaxCrossEntropy(states: Value, table: Value, targets: Value, weights: Value): Value;
  /**
   * Softmax cross-entropy of each row's target against candidates that all rows share; a candidate that is the row's own
   * target does not count. states, positives [R, D], candidates [S, D]; which items they are as real numbers, [R] and [S]
   */
  sampledSoftmax(parts: SampledSoftmaxParts): Value;
  /** Sum over rows of weights[r] * |x[r]|^2 / 2. x [R, D], weights [R] -> scalar */
  weightedSquaredNorm(x: Value, weights: Value): Value;
}

export type SampledSoftmaxParts = Record<
  'states' | 'positives' | 'candidates' | 'targetIds' | 'candidateIds' | 'weights',
  Value
>;

/** The parameters of one model on the device, with Adam's moments; made by `Engine.createParameters`. */
export interface ParameterSet {
  readonly names: readonly string[];
  dispose(): void;
}

/** Parameters and optimiser as plain arrays: a part of the trainer's serialisable state. */
export interface ParameterState {
  values: HostArrays;
  /** Adam's first and second moments, same names and shapes */
  firstMoments: HostArrays;
  secondMoments: HostArrays;
  /** Adam steps taken */
  step: number;
}

export interface AdamOptions {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /**
   * 'touched' is another optimiser (lazy Adam): rows of a matrix whose gradient is zero throughout keep value and moments,
   * which 'all' (default) lets fade and go on moving the value. A vector is one row.
   */
  rows?: 'all' | 'touched';
}

/** Builds a scalar loss from parameters and batch. Called again for every step. */
export type LossFunction = (ops: Ops, parameters: Record<string, Value>, batch: Record<string, Value>) => Value;
/** Builds any value from parameters and inputs. */
export type ForwardFunction = LossFunction;
/** Builds values from parameters alone. */
export type SharedFunction = (ops: Ops, parameters: Record<string, Value>) => Record<string, Value>;

/** Values that stay on the device until they are disposed of; made by `Engine.compute`. */
export interface DeviceValues {
  dispose(): void;
}

/** How training steps run: replayed from a program of our kernels, or op by op, and then why. */
export type StepPath =
  /** `forms` is missing in runs from before there was a choice */
  { kind: 'program'; dispatches: number; gpuBytes: number; forms?: KernelForms } | { kind: 'eager'; reason: string };

/** Elements of a product that a thread computes: any number of rows, columns in fours. */
export interface Tile {
  rows: number;
  columns: number;
  /**
   * Threads of a subgroup that share the rows, each with its own columns: they hand each other what they load of the
   * first factor. Then there are once, twice or four times as many rows as lanes.
   */
  lanes?: number;
}

/** How kernels are laid out, where adapters differ in what is fast. */
export interface KernelForms {
  /** of matrix products that are at least as large */
  tile: Tile;
  /** the same where all that is loaded and stored are whole fours */
  tileInFours: Tile;
  /**
   * Threads of a subgroup, where they should hand each other what they load: on adapters to which a load is dear. All
   * subgroups of the adapter have this size. Left out, each thread loads all that it needs.
   */
  subgroup?: number;
}

export interface PrepareOptions {
  /** shaders compiled, of how many */
  onProgress?: (done: number, total: number) => void;
  /** false leaves out the check against the eager form: for measuring on adapters that compute nothing */
  check?: boolean;
  /** of a run that goes on: those it was begun with; else what is best on the adapter */
  forms?: KernelForms;
  /** how lists of the best will be made: then that is compiled, too */
  lists?: { inputs: HostArrays; score: ForwardFunction };
}

/** The steps of one parameter set; made by `Engine.prepareTraining`. */
export interface Training {
  readonly path: StepPath;
  /**
   * Queues steps and returns before they ran.
   * @param input the batch and dropout seed of step 0 .. count - 1; asked in this order
   */
  steps(count: number, input: (step: number) => { batch: HostArrays; dropoutSeed: number }): void;
  /** Resolves when all steps that are queued have run, or when the device is gone; at once where nobody can tell. */
  finished(): Promise<void>;
  dispose(): void;
}

/** One device with tfjs on it. One engine a worker. */
export interface Engine {
  readonly device: DeviceInfo;
  /** Rejects never; resolves with a reason when the device is gone or a shader failed: fatal to all runs. */
  readonly lost: Promise<{ code: 'device-lost' | 'gpu-error' | 'out-of-memory'; message: string }>;
  /** Uploads values; moments start at zero. The caller disposes. */
  createParameters(values: HostArrays): ParameterSet;
  /** Uploads values, moments and step count. */
  restoreParameters(state: ParameterState): ParameterSet;
  /** Reads everything back. Waits for the device. */
  readParameters(parameters: ParameterSet): Promise<ParameterState>;
  /** Replaces values in place; moments and step count stay. */
  writeValues(parameters: ParameterSet, values: HostArrays): void;
  /** Only the values. Waits for the device. */
  readValues(parameters: ParameterSet): Promise<HostArrays>;
  createSparse(matrix: CsrMatrix): SparseMatrix & { dispose(): void };
  /**
   * One training step: loss, gradients, Adam, all queued on the device; returns before they ran.
   * @param dropoutSeed equal seeds give equal dropout masks on every backend
   */
  step(parameters: ParameterSet, batch: HostArrays, loss: LossFunction, adam: AdamOptions, dropoutSeed: number): void;
  /**
   * Makes ready for many steps of one loss: on WebGPU the step is recorded, compiled and checked against the eager
   * form; where that is not possible, steps run as `step` does, and `path` says why.
   * @param batch any batch: all must have its names and shapes
   */
  prepareTraining(
    parameters: ParameterSet,
    batch: HostArrays,
    loss: LossFunction,
    adam: AdamOptions,
    options?: PrepareOptions,
  ): Promise<Training>;
  /** Mean of the step losses since the last call, and waits for the device. null when there was no step. */
  readLoss(parameters: ParameterSet): Promise<number | null>;
  /** Loss and gradients without an update: for tests of models and parity. */
  gradients(
    parameters: ParameterSet,
    batch: HostArrays,
    loss: LossFunction,
    dropoutSeed: number | null,
  ): Promise<{ loss: number; gradients: HostArrays }>;
  /** Computes values from the parameters as they are now, without dropout, for many `run`s. The caller disposes. */
  compute(parameters: ParameterSet, shared: SharedFunction): DeviceValues;
  /**
   * Runs `forward` without dropout and reads the result back.
   * @param values found beside the parameters
   */
  run(
    parameters: ParameterSet,
    inputs: HostArrays,
    forward: ForwardFunction,
    values?: DeviceValues,
  ): Promise<HostArray>;
  /**
   * A number for each of many inputs, without dropout, as `run` computes it one by one; all are read back at once.
   * @param inputs asked for one after the other, as they are queued
   * @param forward a scalar
   */
  runEach(
    parameters: ParameterSet,
    inputs: Iterable<HostArrays>,
    forward: ForwardFunction,
    values?: DeviceValues,
  ): Promise<Float32Array>;
  /**
   * Tensors and bytes alive: tests hold them constant. `gpuBytes` are those of all buffers on the GPU, with what tfjs
   * keeps to use it again; null elsewhere.
   */
  memory(): { numTensors: number; numBytes: number; gpuBytes: number | null };
  dispose(): void;
}
