/** What the trainer gets: an epoch of batches at a time, in plain arrays of fixed shape. */
import type { HostArrays } from '@/engine/types';
import type { Pieces } from '@/lib/pieces';

/** Batches that are drawn already. Reading one costs a copy; the same step can be read again. */
export interface EpochBatches {
  readonly steps: number;
  /**
   * Arrays by name, as `BatchRequest` in `models/types.ts` fixes them. The last batch may be short: then it is padded
   * with zeros, and its padded rows have weight 0.
   * @param step 0 .. steps - 1
   */
  batch(step: number): HostArrays;
  /** Rows (or positions of sequences) of a batch that count in the loss; averages over batches weigh by it. */
  countedRows(step: number): number;
}

/** Draws the batches of any epoch of one run, equal on every backend. */
export interface BatchSource {
  readonly stepsPerEpoch: number;
  /** real rows an epoch: samples with negatives (pointwise), interactions (pairwise), users (sequence) */
  readonly samplesPerEpoch: number;
  /**
   * Draws one epoch: order and negatives depend on the seed and the number of the epoch alone, so a run that goes on
   * later, or skips epochs, sees the same batches.
   */
  epoch(epoch: number): EpochBatches;
  /** The same in pieces of a few milliseconds. */
  drawing(epoch: number): Pieces<EpochBatches>;
}
