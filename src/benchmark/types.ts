/** What is timed: a training step of one model at given sizes, by one contender. */
import type { Tile } from '@/engine/types';
import type { Config, NeuralModelId } from '@/models/types';

export interface BenchSizes {
  numUsers: number;
  numItems: number;
  /** of the training part */
  numInteractions: number;
}

export interface BenchTask extends BenchSizes {
  model: NeuralModelId;
  /** every parameter of the model */
  config: Config;
}

/** What one contender says of itself once it is ready. */
export interface ContenderFacts {
  name: string;
  /** adapter or processor */
  device: string;
  /** numbers that are learned: equal for all contenders, or they do not do the same */
  parameters: number;
  /** before the first update; null where it is not read */
  loss: number | null;
  /** of a step; null where there are none, or nobody counted */
  dispatches: number | null;
  /** device buffers that are held while it trains; null where nobody counted */
  gpuBytes: number | null;
}

export interface Timing {
  /** until all steps were queued: what the thread itself was busy with */
  jsMs: number;
  /** until the device had done them */
  ms: number;
}

/** Somebody who trains: built and warm. */
export interface Contender extends ContenderFacts {
  /** Trains, and waits until the device is done. */
  run(steps: number): Promise<Timing>;
  dispose(): void;
}

export interface DenseShape {
  name: string;
  rows: number;
  inner: number;
  columns: number;
}

export interface DenseRates {
  device: string;
  shapes: (DenseShape & {
    /** each with its rate, in billions of operations a second; a multiplication and an addition are two */
    tilings: (Tile & { gigaflops: number })[];
    /** which of them the engine takes */
    chosen: number;
    fractionOfBest: number;
  })[];
}

/** What a step has to do at least, by count. */
export interface StepWork {
  /** multiplications and additions */
  flops: number;
  /** bytes that must be read or written even if all between stays in registers */
  bytes: number;
}

export interface BenchmarkRequest {
  models: NeuralModelId[];
  /** whether the adapter computes on the processor: then less is asked of it */
  software: boolean;
}

export interface BenchmarkStage {
  what: 'dense' | 'copy' | 'ours' | 'stock';
  model: NeuralModelId | null;
}

/** Of a step, in the fastest of several rounds. */
export interface StepFigures {
  ms: number;
  jsMs: number;
  dispatches: number | null;
  gpuBytes: number | null;
  parameters: number;
}

export interface BenchmarkReport {
  device: string;
  /** of the best tiling and shape */
  peakGigaflops: number;
  gigabytesPerSecond: number;
  steps: {
    task: BenchTask;
    ours: StepFigures | { error: string };
    stock: StepFigures | { error: string };
    /** what the step's operations or bytes would take at these rates; null if ours failed */
    boundMs: number | null;
  }[];
}
