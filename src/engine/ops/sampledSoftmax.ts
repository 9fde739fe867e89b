import type { Handle } from '../Handle';
import type { Elementwise } from '../kernels/elementwise/Elementwise';
import { ADD, MULTIPLY_ROW, TIMES_SCALAR } from './arithmetic';
import { sumAll } from './losses';
import { assertShape, type OpContext, withGradient } from './OpContext';

/** A candidate that is the row's own target would be told apart from itself: far below all others, it counts nothing. */
const WITHOUT_HITS: Elementwise = {
  name: 'withoutHits',
  inputs: { x: 'element', own: 'row', other: 'column' },
  wgsl: 'select(x, -1e9, own == other)',
  tfjs: ([x, own, other]) => x.sub(own.equal(other).cast('float32').mul(1e9)),
};

/** The three parts of a sampled softmax, and which items they are. */
export interface SampledSoftmax {
  /** [R, D] */
  states: Handle;
  /** [R, D] the embedding of each row's target */
  positives: Handle;
  /** [S, D] embeddings that all rows are compared with */
  candidates: Handle;
  /** [R] and [S] which items they are, as real numbers */
  targetIds: Handle;
  candidateIds: Handle;
  weights: Handle;
}

/**
 * Softmax cross-entropy of each row's target against S candidates shared by all rows, with accidental hits taken out:
 * Jean et al., "On using very large target vocabulary for neural machine translation", ACL 2015, sec. 3. Candidates are drawn
 * with equal chances or count as if they were: no correction by log q. -> scalar
 */
export function sampledSoftmax(context: OpContext, parts: SampledSoftmax): Handle {
  const { kernels, differentiating } = context;
  const { states, positives, candidates, targetIds, candidateIds, weights } = parts;
  const [numRows, dimension] = states.shape;
  const numCandidates = candidates.shape[0];
  assertShape(
    positives.size === states.size && candidates.shape[1] === dimension,
    'sampledSoftmax',
    () => `states [${states.shape}], positives [${positives.shape}], candidates [${candidates.shape}]`,
  );
  assertShape(
    targetIds.size === numRows && weights.size === numRows && candidateIds.size === numCandidates,
    'sampledSoftmax',
    () => `ids [${targetIds.shape}] and [${candidateIds.shape}], weights [${weights.shape}] for ${numRows} rows`,
  );
  return withGradient(
    context,
    [states, positives, candidates],
    (save) => {
      const all = kernels.matmul(states, candidates, { transposeB: true }); // [R, S]
      const others = kernels.elementwise(WITHOUT_HITS, [all, targetIds, candidateIds], all.shape);
      const own = kernels.rowDots(states, positives).reshape([numRows, 1]);
      const logits = kernels.concatColumns([own, others]); // [R, 1 + S]
      const { losses, gradient } = kernels.crossEntropyRows(logits, null, weights, differentiating);
      if (gradient) {
        const toOwn = kernels.sliceColumns(gradient, 0, 1).reshape([numRows]);
        const toOthers = kernels.sliceColumns(gradient, 1, numCandidates);
        const byCandidates = kernels.matmul(toOthers, candidates);
        const byPositive = kernels.elementwise(MULTIPLY_ROW, [positives, toOwn], states.shape);
        save([
          kernels.elementwise(ADD, [byCandidates, byPositive], states.shape),
          kernels.elementwise(MULTIPLY_ROW, [states, toOwn], states.shape),
          kernels.matmul(toOthers, states, { transposeA: true }),
        ]);
      }
      return sumAll(losses, kernels);
    },
    (dy, saved) =>
      context.tape.isOne(dy)
        ? saved
        : saved.map((gradient) => kernels.elementwise(TIMES_SCALAR, [gradient, dy], gradient.shape)),
  );
}
