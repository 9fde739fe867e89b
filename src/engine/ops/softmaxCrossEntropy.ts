import type { Handle } from '../Handle';
import { ADD, TIMES_SCALAR } from './arithmetic';
import { sumAll } from './losses';
import { assertShape, checkedIds, type OpContext, withGradient } from './OpContext';

/** Logits of more rows than fit in this are never held at once: 6400 positions against 3900 items do. */
const MAX_LOGIT_BYTES = 96 * 1024 * 1024;

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
  const mostRows = Math.max(1, Math.floor(maxLogitBytes / 4 / numTargets));
  // Of equal size, so that all blocks share their shaders.
  const rowsAtOnce = Math.ceil(numRows / Math.max(1, Math.ceil(numRows / mostRows)));

  return withGradient(
    context,
    [states, table],
    (save) => {
      const column = (x: Handle) => x.reshape([numRows, 1]);
      /** the loss, and where asked for the gradients of states and table, of all blocks up to here */
      let sums: Handle[] | null = null;
      for (let start = 0; start < numRows; start += rowsAtOnce) {
        const count = Math.min(rowsAtOnce, numRows - start);
        const rows = (x: Handle) => (count === numRows ? x : kernels.sliceRows(x, start, count));
        const before: Handle[] | null = sums;
        const next: Handle[] = context.tape.tidy(() => {
          const block = rows(states);
          const logits = kernels.matmul(block, table, { transposeB: true }); // [count, V]
          const [t, w] = [targets, weights].map((x) => rows(column(x)).reshape([count]));
          const result = kernels.crossEntropyRows(logits, t, w, differentiating);
          const parts = [sumAll(result.losses, kernels)];
          if (result.gradient) {
            const dBlock = kernels.matmul(result.gradient, table);
            parts.push(count === numRows ? dBlock : kernels.padRows(dBlock, start, numRows));
            parts.push(kernels.matmul(result.gradient, block, { transposeA: true }));
          }
          return before ? parts.map((part, k) => kernels.elementwise(ADD, [before[k], part], part.shape)) : parts;
        });
        if (before) context.tape.dispose(before);
        sums = next;
      }
      const [loss, ...gradients] = sums as unknown as Handle[];
      if (gradients.length > 0) save(gradients);
      return loss;
    },
    (dy, saved) =>
      context.tape.isOne(dy)
        ? saved
        : saved.map((gradient) => kernels.elementwise(TIMES_SCALAR, [gradient, dy], gradient.shape)),
  );
}
