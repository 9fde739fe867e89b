import type { Elementwise } from '../kernels/elementwise/Elementwise';
import { type Tensor, tf } from '../tf';
import { sumAll } from './losses';
import { assertShape, checkedIds, type OpContext, withGradient } from './OpContext';

/** Logits of more rows than fit in this are never held at once. */
const MAX_LOGIT_BYTES = 128 * 1024 * 1024;

const TIMES_SCALAR: Elementwise = {
  name: 'timesScalar',
  inputs: { x: 'element', dy: 'scalar' },
  wgsl: 'x * dy',
  tfjs: ([x, dy]) => x.mul(dy),
};

/**
 * Softmax cross-entropy of states [R, D] against all rows of a table [V, D]; targets int32 [R], weights [R] -> scalar.
 * The logits are the largest array of any model (R * V), so the gradient is computed together with the loss, while
 * they are there, block of rows by block of rows; going back only multiplies it by the loss's own gradient.
 * @param maxLogitBytes for tests of the blocks
 */
export function softmaxCrossEntropy(
  context: OpContext,
  states: Tensor,
  table: Tensor,
  targets: Tensor,
  weights: Tensor,
  maxLogitBytes = MAX_LOGIT_BYTES,
): Tensor {
  const { kernels, differentiating } = context;
  const [numRows, dimension] = states.shape as [number, number];
  const [numTargets, tableDimension] = table.shape as [number, number];
  assertShape(dimension === tableDimension, 'softmaxCrossEntropy', () => `[${states.shape}] against [${table.shape}]`);
  assertShape(
    targets.size === numRows && weights.size === numRows && targets.dtype === 'int32',
    'softmaxCrossEntropy',
    () => `${numRows} states need int32 targets and weights, got [${targets.shape}] and [${weights.shape}]`,
  );
  checkedIds(context, 'softmaxCrossEntropy', targets, numTargets);
  const rowsAtOnce = Math.max(1, Math.min(numRows, Math.floor(maxLogitBytes / 4 / numTargets)));

  return withGradient(
    [states, table],
    (save) => {
      const flatTargets = targets.reshape([numRows]);
      const flatWeights = weights.reshape([numRows]);
      const losses: Tensor[] = [];
      const dStates: Tensor[] = [];
      let dTable: Tensor | null = null;
      for (let start = 0; start < numRows; start += rowsAtOnce) {
        const count = Math.min(rowsAtOnce, numRows - start);
        const rows = <T extends Tensor>(x: T, width?: number) =>
          count === numRows ? x : width ? tf.slice(x, [start, 0], [count, width]) : tf.slice(x, [start], [count]);
        const part = tf.tidy(() => {
          const block = rows(states, dimension);
          const logits = kernels.matmul(block, table, { transposeB: true }); // [count, V]
          const result = kernels.crossEntropyRows(logits, rows(flatTargets), rows(flatWeights), differentiating);
          const loss = sumAll(result.losses, kernels);
          if (!result.gradient) return [loss];
          const dBlock = kernels.matmul(result.gradient, table);
          const dTablePart = kernels.matmul(result.gradient, block, { transposeA: true });
          return [loss, dBlock, dTable ? dTable.add(dTablePart) : dTablePart];
        });
        losses.push(part[0]);
        if (part.length > 1) {
          dStates.push(part[1]);
          (dTable as Tensor | null)?.dispose();
          dTable = part[2];
        }
      }
      if (dTable) save([dStates.length === 1 ? dStates[0] : tf.concat(dStates, 0), dTable]);
      return losses.length === 1 ? losses[0] : tf.addN(losses);
    },
    (dy, saved) => saved.map((gradient) => kernels.elementwise(TIMES_SCALAR, [gradient, dy], gradient.shape)),
  );
}
