/**
 * What a training step has to do at least: operations of its products, forward and twice that backward, and bytes that no
 * arrangement of kernels avoids (parameters and moments in and out of Adam, rows looked up, activations that the way back
 * needs, the graph). Small things (norms, activations) are left out: it is a bound.
 */
import type { BenchTask, StepWork } from './types';

const FLOAT = 4;
/** Adam reads value, gradient and two moments, and writes all but the gradient, which is written before. */
const ADAM_TRANSFERS = 8;
/** A product of the way forward has two on the way back: for its input and for its weights. */
const PASSES = 3;

/** @param parameters numbers that are learned */
export function stepWork(
  { model, config, numUsers, numItems, numInteractions }: BenchTask,
  parameters: number,
): StepWork {
  const adam = ADAM_TRANSFERS * FLOAT * parameters;
  const batch = config.batchSize as number;
  switch (model) {
    case 'neumf': {
      const dim = config.embeddingDim as number;
      const widths = [2 * dim, ...(config.hiddenLayers as number[])];
      let weights = 0;
      let activations = 4 * dim;
      for (let l = 1; l < widths.length; l++) {
        weights += widths[l - 1] * widths[l];
        activations += widths[l];
      }
      weights += dim + widths[widths.length - 1];
      // each activation is written, read by the next layer, read on the way back, and its gradient written and read
      return { flops: PASSES * 2 * batch * weights, bytes: adam + 5 * FLOAT * batch * activations };
    }
    case 'lightgcn': {
      const dim = config.embeddingDim as number;
      const layers = config.numLayers as number;
      const nodes = numUsers + numItems;
      const edges = 2 * numInteractions;
      // forward and back; per layer the matrix and both embeddings once, rows that several edges share from a cache
      const perLayer = edges * 2 * FLOAT + 2 * nodes * dim * FLOAT;
      return { flops: 2 * layers * 2 * edges * dim, bytes: adam + 2 * layers * perLayer + 12 * batch * dim * FLOAT };
    }
    case 'sasrec': {
      const dim = config.hiddenUnits as number;
      const length = config.maxSeqLength as number;
      const blocks = config.numBlocks as number;
      const rows = batch * length;
      const dense = 6 * dim * dim;
      // causal: half of the pairs, for similarities and for the sum
      const attention = length * dim;
      const numLogits = { softmax: numItems, sampled: 1 + (config.numCandidates as number), bce: 2 }[
        config.loss as string
      ];
      const loss = (numLogits ?? 0) * dim;
      const activations = rows * dim * (1 + blocks * 10) + (config.loss === 'bce' ? 0 : rows * (numLogits ?? 0));
      return {
        flops: PASSES * 2 * rows * (blocks * (dense + attention) + loss),
        bytes: adam + 5 * FLOAT * activations,
      };
    }
  }
}
