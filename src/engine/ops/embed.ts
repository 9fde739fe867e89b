import type { Handle } from '../Handle';
import { assertShape, checkedIds, type OpContext, withGradient } from './OpContext';

/** Rows of a table. table [V, D], ids int32 [...] -> [..., D]; the gradient is a sum by id. */
export function embed(context: OpContext, table: Handle, ids: Handle, counts: Handle | null = null): Handle {
  assertShape(table.shape.length === 2, 'embed', () => `the table must be [V, D], got [${table.shape}]`);
  assertShape(ids.dtype === 'int32', 'embed', () => `ids must be int32, got ${ids.dtype}`);
  const [numRows, dimension] = table.shape;
  const hostIds = checkedIds(context, 'embed', ids, numRows);
  const outShape = [...ids.shape, dimension];
  return withGradient(
    context,
    [table],
    (save) => {
      const flat = ids.reshape([ids.size]);
      save([flat]);
      return context.kernels.gatherRows(table, flat).reshape(outShape);
    },
    (dy, [flat]) => [context.kernels.scatterRows(flat, hostIds, dy.reshape([flat.size, dimension]), numRows, counts)],
  );
}
