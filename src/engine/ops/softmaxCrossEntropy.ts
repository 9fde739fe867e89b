import type { Handle } from '../Handle';
import type { Elementwise } from '../kernels/elementwise/Elementwise';
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
  states: Handle,
  table: Handle,
  targets: Handle,
  weights: Handle,
  maxLogitBytes = MAX_LOGIT_BYTES,
): Handle {
  const { kernels, differentiating } = context;
  const [numRows, dimension] = states.shape;
  const [numTargets, tableDimension] = table.shape;
  assertShape(dimension === tableDimension, 'softmaxCrossEntropy', () => `[${states.shape}] against [${table.shape}]`);
  assertShape(
    targets.size === numRows && weights.size === numRows && targets.dtype === 'int32',
    'softmaxCrossEntropy',
    () => `${numRows} states need int32 targets and weights, got [${targets.shape}] and [${weights.shape}]`,
  );
  checkedIds(context, 'softmaxCrossEntropy', targets, numTargets);
  const rowsAtOnce = Math.max(1, Math.min(numRows, Math.floor(maxLogitBytes / 4 / numTargets)));

  return withGradient(
    context,
    [states, table],
    (save) => {
      const column = (x: Handle) => x.reshape([numRows, 1]);
      const losses: Handle[] = [];
      const dStates: Handle[] = [];
      let dTable: Handle | null = null;
      for (let start = 0; start < numRows; start += rowsAtOnce) {
        const count = Math.min(rowsAtOnce, numRows - start);
        const rows = (x: Handle) => (count === numRows ? x : kernels.sliceRows(x, start, count));
        const part = context.tape.tidy(() => {
          const block = rows(states);
          const logits = kernels.matmul(block, table, { transposeB: true }); // [count, V]
          const [t, w] = [targets, weights].map((x) => rows(column(x)).reshape([count]));
          const result = kernels.crossEntropyRows(logits, t, w, differentiating);
          const loss = sumAll(result.losses, kernels);
          if (!result.gradient) return [loss];
          const dBlock = kernels.matmul(result.gradient, table).reshape([1, count * dimension]);
          const dTablePart = kernels.matmul(result.gradient, block, { transposeA: true });
          return [loss, dBlock, dTable ? kernels.sum([dTable, dTablePart]) : dTablePart];
        });
        losses.push(part[0]);
        if (part.length > 1) {
          dStates.push(part[1]);
          if (dTable) context.tape.dispose([dTable]);
          dTable = part[2];
        }
      }
      if (dTable) {
        const all = dStates.length === 1 ? dStates[0] : kernels.concatColumns(dStates);
        save([all.reshape([numRows, dimension]), dTable]);
      }
      return losses.length === 1 ? losses[0] : kernels.sum(losses);
    },
    (dy, saved) =>
      context.tape.isOne(dy)
        ? saved
        : saved.map((gradient) => kernels.elementwise(TIMES_SCALAR, [gradient, dy], gradient.shape)),
  );
}
